using System.Text.Json;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Client.AspNetCore.BackChannel;

/// <summary>Whether a logout token is the server's, for this application, and of now (OpenID Connect Back-Channel Logout §2.6).</summary>
internal sealed class LogoutTokenCheck(SessionServer server, IssuerKeys keys, TimeProvider time)
{
    private const string Type = "logout+jwt";
    private const string Events = "events";
    private const string BackChannelLogout = "http://schemas.openid.net/event/backchannel-logout";

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    // §2.4: a token that was caught on its way must soon be worth nothing; iat says how old it is whatever exp says.
    private static readonly TimeSpan Oldest = TimeSpan.FromMinutes(10);

    public async Task<LogoutTokenResult> CheckAsync(string token, CancellationToken cancellationToken)
    {
        if (!JwtReader.TryPeekHeader(token, out var header))
        {
            return new LogoutTokenResult.Refused("it is malformed");
        }

        return await keys.FindAsync(header.KeyId, cancellationToken) switch
        {
            KeySearch.Found found => JwtReader.Read(token, Type, found.Keys) switch
            {
                JwtResult.Verified verified => Understand(verified.Claims),
                JwtResult.Refused refused => new LogoutTokenResult.Refused(refused.Reason.ToString()),
                _ => throw new InvalidOperationException("A token is verified or refused."),
            },
            KeySearch.Unknown => new LogoutTokenResult.Refused("its key is none of the server's"),
            _ => new LogoutTokenResult.Unavailable(),
        };
    }

    private LogoutTokenResult Understand(JwtClaims claims)
    {
        var conditions = new JwtConditions { Issuer = server.Options.Issuer, Audience = server.Options.ClientId, ClockSkew = ClockSkew };
        var now = time.GetUtcNow();
        var problem = conditions.Check(claims, now) is { } refusal ? refusal.ToString()
            : claims.IssuedAt is not { } issuedAt ? "it has no iat"
            : now - issuedAt > Oldest ? "it is old"
            : claims.JwtId is null ? "it has no jti"
            : !IsLogout(claims) ? "it is about another event"
            : claims.Get(ClaimNames.Nonce) is not null ? "it has a nonce, as an ID token would"
            : claims.SessionId is null && claims.Subject is null ? "it names neither a session nor a user"
            : null;
        return problem is null ? new LogoutTokenResult.Accepted(new LogoutNotice(claims.Subject, claims.SessionId)) : new LogoutTokenResult.Refused(problem);
    }

    private static bool IsLogout(JwtClaims claims) =>
        claims.Get(Events) is { ValueKind: JsonValueKind.Object } events
        && events.TryGetProperty(BackChannelLogout, out var logout) && logout.ValueKind == JsonValueKind.Object;
}
