namespace AuthServer.Client.Requests;

/// <summary>A successful answer of the token endpoint (RFC 6749 §5.1).</summary>
internal sealed record TokenGrant
{
    public required string AccessToken { get; init; }

    /// <summary>The scheme under which the token is sent: <c>Bearer</c> or <c>DPoP</c>.</summary>
    public required string Scheme { get; init; }

    /// <summary>Counted from <see cref="SentAt"/>, when the request went out: a token is never thought to live longer than it does.</summary>
    public required TimeSpan Lifetime { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public string? RefreshToken { get; init; }

    /// <summary>How long the refresh token is good for at most, where the server says; counted like <see cref="Lifetime"/>.</summary>
    public TimeSpan? RefreshTokenLifetime { get; init; }

    public string? IdToken { get; init; }

    public string? Scope { get; init; }

    /// <summary>Names no token.</summary>
    public override string ToString() => nameof(TokenGrant);
}
