namespace AuthServer.Core.Tokens;

/// <summary>What all tokens have in common.</summary>
public sealed class TokenOptions
{
    /// <summary>The issuer identifier (RFC 8414 §2): https, no query, no fragment.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The highest value that <see cref="MaximumAccessTokenLifetime"/> may have. Revocation entries and old signing keys are kept for this long, so that
    /// lowering the setting cannot let them go before the tokens that were made under the old one.</summary>
    public static readonly TimeSpan Ceiling = TimeSpan.FromDays(1);

    /// <summary>No client's access tokens live longer.</summary>
    public TimeSpan MaximumAccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);
}
