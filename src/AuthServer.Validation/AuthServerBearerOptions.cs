using Microsoft.AspNetCore.Authentication;

namespace AuthServer.Validation;

/// <summary>
/// What a resource server must know to validate access tokens (RFC 9068 §4). Read once, when the scheme is first used;
/// checked when the host starts.
/// </summary>
public sealed class AuthServerBearerOptions : AuthenticationSchemeOptions
{
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
}
