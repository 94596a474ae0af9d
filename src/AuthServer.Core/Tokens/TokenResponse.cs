namespace AuthServer.Core.Tokens;

/// <summary>A successful answer of the token endpoint (RFC 6749 §5.1). Lifetimes in whole seconds.</summary>
public sealed record TokenResponse(string AccessToken, long ExpiresIn, string Scope)
{
    public string? RefreshToken { get; init; }

    public long? RefreshTokenExpiresIn { get; init; }

    /// <summary>OIDC Core §3.1.3.3.</summary>
    public string? IdToken { get; init; }

    /// <summary>RFC 8693 §2.2.1; null outside of a token exchange.</summary>
    public string? IssuedTokenType { get; init; }

    /// <summary>The token type is <c>DPoP</c> instead of <c>Bearer</c> (RFC 9449 §5).</summary>
    public bool IsKeyBound { get; init; }

    public override string ToString() => $"TokenResponse {{ ExpiresIn = {ExpiresIn}, Scope = {Scope} }}";
}
