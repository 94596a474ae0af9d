namespace AuthServer.Protocol.Jose;

/// <summary>Why a token was not taken (RFC 8725). For the log; a client only learns that the token is invalid.</summary>
public enum JwtRefusal
{
    /// <summary>Not three canonical base64url parts, or header or claims are no strict JSON object, or a claim has the wrong type.</summary>
    Malformed,

    /// <summary>Longer than <see cref="JwtReader.LongestToken"/>.</summary>
    TooLong,

    /// <summary>A JWE, which nobody here makes or reads.</summary>
    Encrypted,

    /// <summary><c>typ</c> is another kind of token (RFC 8725 §3.11).</summary>
    WrongType,

    /// <summary>The header demands an extension: <c>crit</c> (RFC 7515 §4.1.11) or <c>b64</c> (RFC 7797).</summary>
    CriticalHeader,

    /// <summary>The header brings or points to a key: <c>jwk</c>, <c>jku</c>, <c>x5u</c>, <c>x5c</c> (RFC 8725 §3.10).</summary>
    EmbeddedKey,

    /// <summary>No key with this <c>kid</c>, or a proof without a usable <c>jwk</c>.</summary>
    UnknownKey,

    /// <summary><c>alg</c> is not the algorithm of the key: <c>none</c>, <c>HS256</c>, … (RFC 8725 §3.1).</summary>
    WrongAlgorithm,

    /// <summary>The signature is not the key's.</summary>
    BadSignature,
}
