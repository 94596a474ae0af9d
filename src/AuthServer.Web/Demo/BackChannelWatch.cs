using System.Globalization;
using System.Text.Json;
using AuthServer.Protocol.OAuth;
using Microsoft.AspNetCore.WebUtilities;

namespace AuthServer.Web.Demo;

/// <summary>Between this application and the token endpoint: notes what goes by, and loses an answer when the page wants that. The server has served the request by then.</summary>
internal sealed class BackChannelWatch(Journal journal, WatchedSessions sessions) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Post || request.Content is null)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var form = QueryHelpers.ParseQuery(await request.Content.ReadAsStringAsync(cancellationToken));
        if (!form.TryGetValue(Parameters.GrantType, out var grant))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var session = sessions.SessionOf(form.TryGetValue(Parameters.RefreshToken, out var presented) ? presented.ToString() : null);
        var isRetry = session is not null && presented == sessions.Former(session, 1);
        var answer = await base.SendAsync(request, cancellationToken);
        session = Note(request.RequestUri!, await answer.Content.ReadAsStringAsync(cancellationToken)) ?? session;
        if (session is null)
        {
            return answer;
        }

        if (grant == GrantTypes.RefreshToken && sessions.TakeDrop(session))
        {
            journal.Add(session, "warn", "The server rotated the refresh token, and its answer was lost on the way. The browser still has the old one.");
            answer.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded);
        }

        var (tone, text) = Words(grant.ToString(), isRetry, answer.IsSuccessStatusCode);
        journal.Add(session, tone, string.Create(CultureInfo.InvariantCulture, $"{text} ({(int)answer.StatusCode})."));
        return answer;
    }

    private string? Note(Uri endpoint, string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return sessions.Note(endpoint, json.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (string Tone, string Text) Words(string grant, bool isRetry, bool isServed) => (grant, isRetry, isServed) switch
    {
        (_, _, false) => ("bad", "The token endpoint refused"),
        (GrantTypes.AuthorizationCode, _, _) => ("good", "The token endpoint took the code: a session has begun"),
        (_, true, _) => ("good", "The token endpoint took the old refresh token for a retry, and gave the same successor once more"),
        _ => ("plain", "The token endpoint rotated the refresh token"),
    };
}
