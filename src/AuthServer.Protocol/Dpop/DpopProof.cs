using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AuthServer.Protocol.Jose;

namespace AuthServer.Protocol.Dpop;

/// <summary>
/// Reads proofs of possession (RFC 9449 §4.3) without remembering anything. The server at its endpoints and an API at its resources read them
/// alike; nonces and replays are the caller's, since only it knows what it has seen.
/// </summary>
public static class DpopProof
{
    private static readonly DpopResult.Refused[] Refusals = [.. Enum.GetValues<DpopRefusal>().Select(reason => new DpopResult.Refused(reason))];

    /// <summary>The algorithms that proofs may be signed with, separated by spaces, as the <c>algs</c> of a challenge lists them (§7.1).</summary>
    public static string Algorithms { get; } = string.Join(' ', JwsAlgorithm.All.Select(algorithm => algorithm.Name));

    /// <summary>Reads the value of a <c>DPoP</c> header. That there is only one such header (§4.3, check 1) is for the caller to see.</summary>
    public static DpopResult Read(string proof, DpopConditions conditions, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentNullException.ThrowIfNull(conditions);

        // Checks 2 to 7: well-formed, its type, an asymmetric algorithm, the signature by the public key in its header.
        return JwtReader.ReadProof(proof, DpopNames.ProofType, out var key) switch
        {
            JwtResult.Verified { Claims: var claims } => RefusalOf(claims, conditions, now) is { } reason
                ? Refusals[(int)reason]
                : new DpopResult.Verified(key!.Thumbprint(), claims.JwtId!, claims.IssuedAt!.Value, claims.GetString(DpopNames.Nonce)),
            JwtResult.Refused { Reason: var reason } => Refusals[(int)ReasonOf(reason)],
            _ => throw new InvalidOperationException("A proof is verified or refused."),
        };
    }

    /// <summary>The value of <c>ath</c> for an access token: base64url of its SHA-256 (§4.2).</summary>
    public static string AccessTokenHash(string accessToken) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(accessToken)));

    private static DpopRefusal? RefusalOf(JwtClaims claims, DpopConditions conditions, DateTimeOffset now)
    {
        var (method, uri) = (claims.GetString(DpopNames.Method), claims.GetString(DpopNames.Uri));

        // Check 3.
        if (string.IsNullOrEmpty(claims.JwtId) || string.IsNullOrEmpty(method) || string.IsNullOrEmpty(uri) || claims.IssuedAt is not { } issuedAt)
        {
            return DpopRefusal.MissingClaim;
        }

        // Check 8.
        if (!string.Equals(method, conditions.Method, StringComparison.Ordinal))
        {
            return DpopRefusal.WrongMethod;
        }

        // Check 9.
        if (!HttpTarget.AreSame(uri, conditions.Uri))
        {
            return DpopRefusal.WrongUri;
        }

        // Check 11; the tolerance is applied to "now", which is never near the end of representable time, as "iat" may be.
        if (issuedAt < now - conditions.MaximumAge)
        {
            return DpopRefusal.TooOld;
        }

        if (issuedAt > now + conditions.MaximumLead)
        {
            return DpopRefusal.InFuture;
        }

        // Check 12.
        return conditions.AccessToken is { } token && !string.Equals(claims.GetString(DpopNames.AccessTokenHash), AccessTokenHash(token), StringComparison.Ordinal)
            ? DpopRefusal.WrongAccessToken
            : null;
    }

    private static DpopRefusal ReasonOf(JwtRefusal reason) => reason switch
    {
        JwtRefusal.WrongType => DpopRefusal.WrongType,
        JwtRefusal.WrongAlgorithm => DpopRefusal.WrongAlgorithm,
        JwtRefusal.UnknownKey or JwtRefusal.EmbeddedKey => DpopRefusal.BadKey,
        JwtRefusal.BadSignature => DpopRefusal.BadSignature,
        _ => DpopRefusal.Malformed,
    };
}
