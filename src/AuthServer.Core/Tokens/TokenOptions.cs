namespace AuthServer.Core.Tokens;

/// <summary>What all tokens have in common.</summary>
public sealed class TokenOptions
{
    /// <summary>The issuer identifier (RFC 8414 §2): https, no query, no fragment.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>No client's access tokens live longer. Revocation entries and old signing keys are kept for this long.</summary>
    public TimeSpan MaximumAccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);
}
