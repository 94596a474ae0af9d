namespace AuthServer.Protocol.Jose;

/// <summary>Why verified claims do not apply here and now (RFC 7519 §4.1).</summary>
public enum JwtConditionRefusal
{
    /// <summary><c>iss</c> is absent or another.</summary>
    WrongIssuer,

    /// <summary><c>aud</c> does not contain the audience.</summary>
    WrongAudience,

    /// <summary><c>exp</c> is absent.</summary>
    NoExpiry,

    /// <summary><c>exp</c> has passed.</summary>
    Expired,

    /// <summary><c>nbf</c> lies ahead.</summary>
    NotYetValid,

    /// <summary><c>iat</c> lies ahead.</summary>
    IssuedInFuture,
}
