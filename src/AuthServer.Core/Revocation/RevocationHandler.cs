using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Core.Sessions;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Revocation;

/// <summary>
/// Token revocation (RFC 7009): whichever of a session's tokens is presented, of whatever age, the session ends as signed out.
/// A token that is not ours, or whose session has ended, is answered as a success (§2.2).
/// An access token without a session, a client's own, is answered so too although it cannot be revoked singly: it lives at most its lifetime, and ends
/// before that when its client is disabled or all that belongs to the client is ended.
/// </summary>
public sealed class RevocationHandler(
    ClientAuthenticator authenticator, RefreshTokenFormat format, AccessTokenReader accessTokens, ISessionStore store, SessionEnding ending)
{
    /// <summary>Null when the request is answered as a success.</summary>
    public async Task<OAuthError?> HandleAsync(RevocationRequest request, CancellationToken cancellationToken)
    {
        if (!(await authenticator.AuthenticateAsync(request.Credentials, cancellationToken)).TryGet(out var client, out var error))
        {
            return error;
        }

        if (!request.Form.TryGetValue(Parameters.Token, out var token))
        {
            return OAuthError.InvalidRequest("The request names no token.");
        }

        return format.Read(token) switch
        {
            RefreshTokenReading.Issued issued => await EndAsync(issued.Token.Session, client, request.Caller, cancellationToken),
            RefreshTokenReading.UnknownKey => OAuthError.Unavailable("a refresh token names a key that this node does not have"),
            _ when SessionId.TryParse(accessTokens.Read(token)?.SessionId, out var session) => await EndAsync(session, client, request.Caller, cancellationToken),
            _ => null,
        };
    }

    private async Task<OAuthError?> EndAsync(SessionId session, AuthenticatedClient client, Caller caller, CancellationToken cancellationToken)
    {
        var end = new EndSession(session, EndReason.SignedOut, Actors.Client(client.Id), caller) { OnlyOfClient = client.Id };
        if (await ending.EndAsync(end))
        {
            return null;
        }

        // RFC 7009 §2.1: a token that was issued to another client is refused.
        return await store.FindAsync(session, cancellationToken) is { } other && other.Session.ClientId != client.Id
            ? OAuthError.InvalidGrant("The token was not issued to this client.")
            : null;
    }
}
