using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Tokens;

/// <summary>
/// Whether what is behind an access token of ours still stands, by the rows as they are now: its session, and each client that it was issued to or exchanged
/// through where that is not the session's own, or where there is no session at all.
/// </summary>
public sealed class TokenStanding(ISessionStore sessions, ClientDirectory clients)
{
    /// <summary>Null when the token no longer stands.</summary>
    public async ValueTask<AcceptedToken?> FindAsync(JwtClaims claims, CancellationToken cancellationToken)
    {
        SessionSnapshot? session = null;
        if (claims.SessionId is not null
            && (!SessionId.TryParse(claims.SessionId, out var id)
                || (session = await sessions.FindAsync(id, cancellationToken)) is not { IsLive: true } live
                || claims.GetInt64(ClaimNames.UserEpoch) != live.User.Epoch))
        {
            // The epoch may have moved without the session's end: then what the user may has changed, and the next refresh says what it is.
            return null;
        }

        // The session's row speaks for its own client.
        var own = session?.Session.ClientId.Value;
        foreach (var client in OriginClient.Of(claims).Append(new OriginClient(claims.ClientId ?? "", claims.GetInt64(ClaimNames.ClientEpoch))))
        {
            if (client.ClientId != own && !await StandsAsync(client, cancellationToken))
            {
                return null;
            }
        }

        return new AcceptedToken(claims, ScopeSet.Of(claims.Scopes), session);
    }

    private async ValueTask<bool> StandsAsync(OriginClient client, CancellationToken cancellationToken) =>
        await clients.FindCurrentAsync(new ClientId(client.ClientId), cancellationToken) is { Disabled: false } now && client.Epoch == now.Epoch;
}
