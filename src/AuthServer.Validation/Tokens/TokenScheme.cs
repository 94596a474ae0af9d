namespace AuthServer.Validation.Tokens;

/// <summary>Under which scheme of the <c>Authorization</c> header a token was presented.</summary>
internal enum TokenScheme
{
    /// <summary>RFC 6750 §2.1.</summary>
    Bearer,

    /// <summary>RFC 9449 §7.1.</summary>
    Dpop,
}
