using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Protocol.Jose;
using Microsoft.AspNetCore.DataProtection;

namespace AuthServer.Validation.Proofs;

/// <summary>
/// This API's own nonces (RFC 9449 §9): the instant at which each was issued, sealed by Data Protection, whose keys the processes of one API share.
/// </summary>
internal sealed class ProofNonces(IDataProtectionProvider protection, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const string Purpose = "AuthServer.Validation.ProofNonces";

    private static readonly TimeSpan Reuse = TimeSpan.FromMinutes(1);

    private readonly IDataProtector _protector = protection.CreateProtector(Purpose);
    private volatile Issued _last = new("", DateTimeOffset.MinValue);

    /// <summary>A nonce that is good for at least four minutes. The same one for a minute, since sealing costs.</summary>
    public string Current()
    {
        var (last, now) = (_last, time.GetUtcNow());
        if (now - last.At >= Reuse)
        {
            _last = last = new Issued(Seal(now), now);
        }

        return last.Nonce;
    }

    /// <summary>Whether this API issued the nonce, and lately.</summary>
    public bool IsCurrent(string? nonce)
    {
        if (!Base64UrlText.TryDecode(nonce, out var bytes) || bytes.Length == 0)
        {
            return false;
        }

        try
        {
            var issuedAt = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(_protector.Unprotect(bytes)));
            return issuedAt + Lifetime > time.GetUtcNow();
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private string Seal(DateTimeOffset now)
    {
        var content = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(content, now.ToUnixTimeSeconds());
        return Base64Url.EncodeToString(_protector.Protect(content));
    }

    private sealed record Issued(string Nonce, DateTimeOffset At);
}
