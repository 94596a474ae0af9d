using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AuthServer.Client.AspNetCore;
using AuthServer.Protocol.OAuth;
using Microsoft.Extensions.Options;

namespace AuthServer.Web.Demo;

/// <summary>Presents a refresh token that was copied from this back end, from elsewhere: with the client's secret, for a thief who got that far has it too.</summary>
internal sealed class Thief(HttpClient http, WatchedSessions sessions, Journal journal, IOptions<AuthServerSessionOptions> options)
{
    private const string UserAgent = "thief/1.0";

    /// <param name="generations">How old the token is: 1 is the predecessor of the current one.</param>
    /// <returns>Null when no token of that age has been seen yet.</returns>
    public async Task<TheftReport?> PresentAsync(string session, int generations, CancellationToken cancellationToken)
    {
        if (sessions.Former(session, generations) is not { } token || sessions.TokenEndpoint is not { } endpoint)
        {
            return null;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new FormUrlEncodedContent([new(Parameters.GrantType, GrantTypes.RefreshToken), new(Parameters.RefreshToken, token)]),
        };
        var credentials = $"{Uri.EscapeDataString(options.Value.ClientId)}:{Uri.EscapeDataString(options.Value.ClientSecret!)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(credentials)));
        request.Headers.UserAgent.ParseAdd(UserAgent);
        using var answer = await http.SendAsync(request, cancellationToken);
        using var json = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        var report = new TheftReport(
            (int)answer.StatusCode,
            Text(json, Parameters.Error),
            Text(json, Parameters.RefreshToken) is { } successor && successor == sessions.Former(session, 0));
        journal.Add(session, report.IsServed ? "warn" : "bad", report.IsServed
            ? "From elsewhere, the predecessor was presented: inside its window that is a retry, and the answer is the successor that you have already."
            : "From elsewhere, a token that had been replaced was presented: the server takes it for stolen and ends the session.");
        return report;
    }

    private static string? Text(JsonDocument json, string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
}
