namespace AuthServer.Protocol.Dpop;

/// <summary>Why a proof was not taken (RFC 9449 §4.3). For the log; a client only learns that the proof is invalid.</summary>
public enum DpopRefusal
{
    /// <summary>No JWT of the compact form, or one of its claims has the wrong type, or its header asks for what nobody here does.</summary>
    Malformed,

    /// <summary><c>typ</c> is not <c>dpop+jwt</c>.</summary>
    WrongType,

    /// <summary><c>alg</c> is no asymmetric algorithm that is accepted here, or not the key's.</summary>
    WrongAlgorithm,

    /// <summary>The header carries no usable public key: none, a private one, one for another use.</summary>
    BadKey,

    /// <summary>The signature is not by the key in the header.</summary>
    BadSignature,

    /// <summary><c>jti</c>, <c>htm</c>, <c>htu</c> or <c>iat</c> is absent or empty.</summary>
    MissingClaim,

    /// <summary>Made for another method.</summary>
    WrongMethod,

    /// <summary>Made for another URI.</summary>
    WrongUri,

    /// <summary>Made too long ago.</summary>
    TooOld,

    /// <summary>Made in the future.</summary>
    InFuture,

    /// <summary><c>ath</c> is absent or the hash of another access token.</summary>
    WrongAccessToken,
}
