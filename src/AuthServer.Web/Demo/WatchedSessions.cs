using System.Text.Json;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Web.Demo;

/// <summary>The refresh tokens that went by lately, session by session: what a thief with a foot in this back end would have; and whose next answer is to be lost.</summary>
internal sealed class WatchedSessions
{
    private const int MostSessions = 100;
    private const int MostTokens = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<string>> _tokens = new(StringComparer.Ordinal);
    private readonly HashSet<string> _toDrop = new(StringComparer.Ordinal);

    /// <summary>The address of the token endpoint, once something was sent there.</summary>
    public Uri? TokenEndpoint { get; private set; }

    public bool Knows(string session)
    {
        lock (_gate)
        {
            return _tokens.ContainsKey(session);
        }
    }

    /// <summary>The token of so many generations ago; null when it has not been seen.</summary>
    public string? Former(string session, int generations)
    {
        lock (_gate)
        {
            return _tokens.GetValueOrDefault(session) is { } tokens && tokens.Count > generations ? tokens[^(generations + 1)] : null;
        }
    }

    public string? SessionOf(string? token)
    {
        lock (_gate)
        {
            return token is null ? null : _tokens.FirstOrDefault(session => session.Value.Contains(token)).Key;
        }
    }

    public void DropNext(string session)
    {
        lock (_gate)
        {
            _toDrop.Add(session);
        }
    }

    public bool TakeDrop(string session)
    {
        lock (_gate)
        {
            return _toDrop.Remove(session);
        }
    }

    /// <summary>Notes what an answer of the token endpoint gave; the session's name, or null when it gave nothing.</summary>
    public string? Note(Uri endpoint, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object
            || !answer.TryGetProperty(Parameters.RefreshToken, out var refreshToken) || refreshToken.GetString() is not { } token
            || !answer.TryGetProperty(Parameters.AccessToken, out var accessToken) || SessionIn(accessToken.GetString()) is not { } session)
        {
            return null;
        }

        lock (_gate)
        {
            TokenEndpoint = endpoint;
            if (!_tokens.TryGetValue(session, out var tokens))
            {
                if (_tokens.Count >= MostSessions)
                {
                    _tokens.Clear();
                }

                _tokens[session] = tokens = [];
            }

            if (!tokens.Contains(token))
            {
                tokens.Add(token);
            }

            if (tokens.Count > MostTokens)
            {
                tokens.RemoveAt(0);
            }
        }

        return session;
    }

    private static string? SessionIn(string? accessToken)
    {
        if (accessToken?.Split('.') is not [_, var payload, _] || !Base64UrlText.TryDecode(payload, out var json))
        {
            return null;
        }

        using var claims = JsonDocument.Parse(json);
        return claims.RootElement.TryGetProperty(ClaimNames.SessionId, out var session) ? session.GetString() : null;
    }
}
