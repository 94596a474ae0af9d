using System.Security.Cryptography;
using System.Text;

namespace AuthServer.Protocol.Dpop;

/// <summary>What reading a proof came to.</summary>
public abstract record DpopResult
{
    private DpopResult()
    {
    }

    /// <summary>
    /// The sender has the key and made the proof for this request. Whether the key is the expected one, the nonce a current one and the proof
    /// new is still to be checked.
    /// </summary>
    /// <param name="Thumbprint">The key's RFC 7638 thumbprint, as <c>cnf.jkt</c> names it (RFC 9449 §6.1).</param>
    /// <param name="Nonce">Null when the proof has none.</param>
    public sealed record Verified(string Thumbprint, string JwtId, DateTimeOffset IssuedAt, string? Nonce) : DpopResult
    {
        /// <summary>Names the proof where proofs are remembered (§11.1): SHA-256 of key and <c>jti</c>, since two senders may choose the same.</summary>
        public byte[] ReplayHash() => SHA256.HashData(Encoding.UTF8.GetBytes(Thumbprint + JwtId));
    }

    /// <summary>The proof is not taken.</summary>
    public sealed record Refused(DpopRefusal Reason) : DpopResult;
}
