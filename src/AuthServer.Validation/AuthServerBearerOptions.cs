using AuthServer.Validation.Revocations;
using Microsoft.AspNetCore.Authentication;

namespace AuthServer.Validation;

/// <summary>
/// What a resource server must know to validate access tokens (RFC 9068 §4). Read once, when the scheme is first used;
/// checked when the host starts.
/// </summary>
public sealed class AuthServerBearerOptions : AuthenticationSchemeOptions
{
    internal const int DefaultProofCacheSize = 1_000_000;

    /// <summary>
    /// The issuer, exactly as the server's metadata names it (RFC 8414 §2). Required. Tokens and metadata that name another are refused.
    /// </summary>
    public string Issuer { get; set; } = "";

    /// <summary>This API's resource indicator, which a token's <c>aud</c> must contain (RFC 9068 §4). Required.</summary>
    public string Audience { get; set; } = "";

    /// <summary>How far the clocks of server and API may differ when <c>exp</c> and <c>nbf</c> are compared. At most 5 minutes.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether metadata and keys are read over https alone. Even when true, http to a loopback address is accepted in Development;
    /// false is refused outside Development.
    /// </summary>
    public bool RequireHttps { get; set; } = true;

    /// <summary>
    /// The age at which known keys are fetched again, in the background, while the known ones serve on.
    /// Keep it below the time for which the server publishes a key before signing with it.
    /// </summary>
    public TimeSpan KeyRefreshInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The least time between two fetches that tokens with an unknown <c>kid</c> can provoke, and the longest pause after failed fetches.
    /// A flood of invented key ids costs the issuer one request in this time.
    /// </summary>
    public TimeSpan MinimumKeyRefreshInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many verified tokens are remembered, so that their signature is not verified again. Fewer than 2 remembers none.</summary>
    public int TokenCacheSize { get; set; } = 10_000;

    /// <summary>
    /// Whether access tokens that are bound to a key are accepted with a proof of it, under the scheme <c>DPoP</c> (RFC 9449 §7). Bearer tokens are
    /// accepted either way, and bound ones never without their proof.
    /// </summary>
    public bool AcceptDpop { get; set; } = true;

    /// <summary>How old a proof may be (RFC 9449 §11.1). Between one second and 10 minutes; how far it may lie ahead is <see cref="ClockSkew"/>.</summary>
    public TimeSpan ProofLifetime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether proofs must carry a nonce of this API (RFC 9449 §9). Nonces are sealed by Data Protection, whose keys several processes of one API must share.
    /// </summary>
    public bool RequireProofNonce { get; set; }

    /// <summary>How many proofs are remembered in this process, each for <see cref="ProofLifetime"/>. When so many have come, further ones are refused.</summary>
    public int ProofCacheSize { get; set; } = DefaultProofCacheSize;

    /// <summary>How revocations are learned of before tokens expire. Off until it has credentials.</summary>
    public AuthServerRevocationOptions Revocations { get; set; } = new();
}
