namespace AuthServer.Protocol.Dpop;

/// <summary>Names of RFC 9449 that server, API and client write on the wire.</summary>
public static class DpopNames
{
    /// <summary>The authentication scheme and the value of <c>token_type</c> (§5, §7.1).</summary>
    public const string Scheme = "DPoP";

    /// <summary>The header that carries a proof (§4.1).</summary>
    public const string ProofHeader = "DPoP";

    /// <summary>The header that carries the nonce to use next (§8).</summary>
    public const string NonceHeader = "DPoP-Nonce";

    /// <summary>The kind of token that a proof is (§4.2).</summary>
    public const string ProofType = "dpop+jwt";

    /// <summary>The member of <c>cnf</c> that names the key of an access token (§6.1).</summary>
    public const string KeyThumbprint = "jkt";

    /// <summary>The claims of a proof (§4.2): the method and the URI of its request, the hash of the access token sent with it, the nonce of the server.</summary>
    public const string Method = "htm";

    /// <inheritdoc cref="Method"/>
    public const string Uri = "htu";

    /// <inheritdoc cref="Method"/>
    public const string AccessTokenHash = "ath";

    /// <inheritdoc cref="Method"/>
    public const string Nonce = "nonce";
}
