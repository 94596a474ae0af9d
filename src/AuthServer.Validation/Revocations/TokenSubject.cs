using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Validation.Revocations;

/// <summary>What revocations can name an access token by. One that came of an exchange has the session and the epoch of the user's sign-in, and its own client.</summary>
/// <param name="Epoch">The user's when the token was made; null where no user is.</param>
internal sealed record TokenSubject(string? SessionId, string Subject, long? Epoch, string ClientId, long? ClientEpoch)
{
    public static TokenSubject Of(JwtClaims claims) =>
        new(claims.SessionId, claims.Subject!, claims.GetInt64(ClaimNames.UserEpoch), claims.ClientId!, claims.GetInt64(ClaimNames.ClientEpoch));
}
