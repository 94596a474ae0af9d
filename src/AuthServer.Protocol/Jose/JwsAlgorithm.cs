using System.Security.Cryptography;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// A signature algorithm of RFC 7518 §3.1 that this project makes and accepts. <c>none</c> and the symmetric
/// algorithms have no instance, so no key can ever be fixed to them (RFC 8725 §3.1, §3.2).
/// </summary>
public sealed class JwsAlgorithm
{
    private const int LongestHash = 48;

    private JwsAlgorithm(string name, HashAlgorithmName hash, EllipticCurve curve)
    {
        Name = name;
        Hash = hash;
        Curve = curve;
    }

    private JwsAlgorithm(string name, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        Name = name;
        Hash = hash;
        Padding = padding;
    }

    /// <summary>ECDSA on P-256 with SHA-256 (RFC 7518 §3.4).</summary>
    public static JwsAlgorithm ES256 { get; } = new("ES256", HashAlgorithmName.SHA256, EllipticCurve.P256);

    /// <summary>ECDSA on P-384 with SHA-384 (RFC 7518 §3.4).</summary>
    public static JwsAlgorithm ES384 { get; } = new("ES384", HashAlgorithmName.SHA384, EllipticCurve.P384);

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3).</summary>
    public static JwsAlgorithm RS256 { get; } = new("RS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>RSASSA-PSS with SHA-256, its mask and a salt as long as the hash (RFC 7518 §3.5).</summary>
    public static JwsAlgorithm PS256 { get; } = new("PS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

    /// <summary>Every algorithm, the preferred first.</summary>
    public static IReadOnlyList<JwsAlgorithm> All { get; } = [ES256, ES384, RS256, PS256];

    /// <summary>The value of <c>alg</c>, case-sensitive.</summary>
    public string Name { get; }

    internal HashAlgorithmName Hash { get; }

    /// <summary>The curve of an ECDSA algorithm, null for RSA.</summary>
    internal EllipticCurve? Curve { get; }

    /// <summary>The padding of an RSA algorithm, null for ECDSA.</summary>
    internal RSASignaturePadding? Padding { get; }

    /// <summary>The algorithm with exactly this name (ordinal), or null.</summary>
    public static JwsAlgorithm? Find(string name) => name switch
    {
        "ES256" => ES256,
        "ES384" => ES384,
        "RS256" => RS256,
        "PS256" => PS256,
        _ => null,
    };

    public override string ToString() => Name;

    /// <summary>The bytes that a signature by this key has, always: R||S of fixed length, or the modulus' length.</summary>
    internal int SignatureLength(AsymmetricAlgorithm key) =>
        Curve is { } curve ? 2 * curve.FieldLength : (key.KeySize + 7) / 8;

    internal void Sign(AsymmetricAlgorithm key, ReadOnlySpan<byte> data, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[LongestHash];
        hash = hash[..CryptographicOperations.HashData(Hash, data, hash)];

        var written = key switch
        {
            ECDsa ecdsa => ecdsa.SignHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            RSA rsa => rsa.SignHash(hash, signature, Hash, Padding!),
            _ => throw new InvalidOperationException("Keys are ECDSA or RSA."),
        };
        if (written != signature.Length)
        {
            throw new CryptographicException("The signature does not have the length its key prescribes.");
        }
    }

    internal bool Verify(AsymmetricAlgorithm key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength(key))
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[LongestHash];
        hash = hash[..CryptographicOperations.HashData(Hash, data, hash)];

        return key switch
        {
            ECDsa ecdsa => ecdsa.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            RSA rsa => rsa.VerifyHash(hash, signature, Hash, Padding!),
            _ => false,
        };
    }
}
