using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AuthServer.Client.AspNetCore;
using AuthServer.Protocol.OAuth;
using Microsoft.Extensions.Options;

namespace AuthServer.Web.Demo;

/// <summary>Does what an administrator does at the server's own pages: ends a session, through the administration API.</summary>
internal sealed class Operator(HttpClient http, WatchedSessions sessions, IOptions<AuthServerSessionOptions> session, IOptions<DemoOptions> demo)
{
    /// <returns>The status of the answer.</returns>
    public async Task<int> EndAsync(string sessionId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{session.Value.Issuer.TrimEnd('/')}/api/admin/v1/sessions/{Uri.EscapeDataString(sessionId)}/end")
        {
            Content = JsonContent.Create(new { note = "Ended from the demo page" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(cancellationToken));
        using var answer = await http.SendAsync(request, cancellationToken);
        return (int)answer.StatusCode;
    }

    private async Task<string?> TokenAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, sessions.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent([new(Parameters.GrantType, GrantTypes.ClientCredentials), new(Parameters.Scope, ScopeNames.Administration)]),
        };
        var credentials = $"{Uri.EscapeDataString(demo.Value.OperatorId)}:{Uri.EscapeDataString(demo.Value.OperatorSecret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(credentials)));
        using var answer = await http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var json = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        return json.RootElement.GetProperty(Parameters.AccessToken).GetString();
    }
}
