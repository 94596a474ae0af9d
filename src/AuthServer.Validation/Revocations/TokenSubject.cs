using System.Collections.Immutable;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Validation.Revocations;

/// <summary>What revocations can name an access token by. One that came of an exchange has the session and the epoch of the user's sign-in.</summary>
/// <param name="Epoch">The user's when the token was made; null where no user is.</param>
/// <param name="Clients">The token's own, and those that it was exchanged through.</param>
internal sealed record TokenSubject(string? SessionId, string Subject, long? Epoch, ImmutableArray<OriginClient> Clients)
{
    public static TokenSubject Of(JwtClaims claims) =>
        new(claims.SessionId, claims.Subject!, claims.GetInt64(ClaimNames.UserEpoch),
            [new OriginClient(claims.ClientId!, claims.GetInt64(ClaimNames.ClientEpoch)), .. OriginClient.Of(claims)]);
}
