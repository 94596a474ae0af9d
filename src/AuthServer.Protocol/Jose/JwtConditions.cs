namespace AuthServer.Protocol.Jose;

/// <summary>Who must have issued a token, for whom, and how exactly clocks agree (RFC 7519 §4.1, RFC 8725 §3.8, §3.9).</summary>
public sealed record JwtConditions
{
    /// <summary>The issuer, compared ordinally.</summary>
    public required string Issuer { get; init; }

    /// <summary>The audience that <c>aud</c> must contain; null leaves that check to the caller.</summary>
    public string? Audience { get; init; }

    /// <summary>How far the clocks of issuer and reader may differ; 30 seconds unless said otherwise.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Null when the claims apply at this moment, otherwise the first reason why not. <c>exp</c> is required;
    /// <c>nbf</c> and <c>iat</c> count when they are there.
    /// </summary>
    public JwtConditionRefusal? Check(JwtClaims claims, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(claims);

        if (!string.Equals(claims.Issuer, Issuer, StringComparison.Ordinal))
        {
            return JwtConditionRefusal.WrongIssuer;
        }

        if (Audience is not null && !claims.Audiences.Contains(Audience, StringComparer.Ordinal))
        {
            return JwtConditionRefusal.WrongAudience;
        }

        // The skew is applied to "now", which is never near the end of representable time, as "exp" may be.
        if (claims.ExpiresAt is not { } expiresAt)
        {
            return JwtConditionRefusal.NoExpiry;
        }

        if (now - ClockSkew >= expiresAt)
        {
            return JwtConditionRefusal.Expired;
        }

        if (claims.NotBefore > now + ClockSkew)
        {
            return JwtConditionRefusal.NotYetValid;
        }

        return claims.IssuedAt > now + ClockSkew ? JwtConditionRefusal.IssuedInFuture : null;
    }
}
