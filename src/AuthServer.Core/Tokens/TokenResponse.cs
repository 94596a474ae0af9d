namespace AuthServer.Core.Tokens;

/// <summary>A successful answer of the token endpoint (RFC 6749 §5.1). Lifetimes in whole seconds.</summary>
public sealed record TokenResponse(string AccessToken, long ExpiresIn, string Scope)
{
    public string? RefreshToken { get; init; }

    public long? RefreshTokenExpiresIn { get; init; }

    public override string ToString() => $"TokenResponse {{ ExpiresIn = {ExpiresIn}, Scope = {Scope} }}";
}
