using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// A public key with the one algorithm it verifies. The algorithm comes from the key (its <c>alg</c>, or its type and
/// curve), never from a token (RFC 8725 §3.1). Verifying is safe from several threads at once.
/// </summary>
public sealed class VerificationKey : IDisposable
{
    private readonly AsymmetricAlgorithm _key;

    private VerificationKey(JsonWebKey publicKey, JwsAlgorithm algorithm, AsymmetricAlgorithm key)
    {
        _key = key;
        PublicKey = publicKey;
        Algorithm = algorithm;
        SignatureLength = algorithm.SignatureLength(key);
    }

    /// <summary>The value of <c>kid</c>, null when the key has none.</summary>
    public string? KeyId => PublicKey.Kid;

    public JwsAlgorithm Algorithm { get; }

    public JsonWebKey PublicKey { get; }

    /// <summary>Octets of every signature by this key.</summary>
    internal int SignatureLength { get; }

    /// <summary>
    /// Takes a key for verification. P-256 is for ES256, P-384 for ES384, RSA for RS256 unless its <c>alg</c> says PS256.
    /// False for another use than <c>sig</c>, an <c>alg</c> that does not fit the key, another curve, a point that is
    /// not on its curve, a coordinate of the wrong length, or an RSA key under 2048 bits (RFC 7518 §3.3, §6.2.1).
    /// </summary>
    public static bool TryCreate(JsonWebKey publicKey, [NotNullWhen(true)] out VerificationKey? key)
    {
        ArgumentNullException.ThrowIfNull(publicKey);

        key = null;
        if (publicKey.Use is not (null or "sig") || AlgorithmOf(publicKey) is not { } algorithm)
        {
            return false;
        }

        try
        {
            AsymmetricAlgorithm? imported = algorithm.Curve is { } curve ? ImportPoint(publicKey, curve) : ImportRsa(publicKey);
            key = imported is null ? null : new VerificationKey(publicKey, algorithm, imported);
        }
        catch (CryptographicException)
        {
            // The platform refuses a point that is not on the curve, or a modulus it cannot use.
        }

        return key is not null;
    }

    /// <summary>Whether the signature of these bytes is this key's.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => Algorithm.Verify(_key, data, signature);

    /// <summary>The key as certificates carry it (RFC 5280 §4.1.2.7), DER.</summary>
    public byte[] ExportSubjectPublicKeyInfo() => _key.ExportSubjectPublicKeyInfo();

    public void Dispose() => _key.Dispose();

    private static JwsAlgorithm? AlgorithmOf(JsonWebKey publicKey)
    {
        var natural = (publicKey.Kty, publicKey.Crv) switch
        {
            ("EC", "P-256") => JwsAlgorithm.ES256,
            ("EC", "P-384") => JwsAlgorithm.ES384,
            ("RSA", null) => JwsAlgorithm.RS256,
            _ => null,
        };
        if (publicKey.Alg is null || publicKey.Alg == natural?.Name)
        {
            return natural;
        }

        return natural == JwsAlgorithm.RS256 && publicKey.Alg == JwsAlgorithm.PS256.Name ? JwsAlgorithm.PS256 : null;
    }

    private static ECDsa? ImportPoint(JsonWebKey publicKey, EllipticCurve curve) =>
        Base64UrlText.TryDecode(publicKey.X, out var x) && x.Length == curve.FieldLength
        && Base64UrlText.TryDecode(publicKey.Y, out var y) && y.Length == curve.FieldLength
            ? ECDsa.Create(new ECParameters { Curve = curve.Parameters, Q = { X = x, Y = y } })
            : null;

    private static RSA? ImportRsa(JsonWebKey publicKey)
    {
        if (!Base64UrlText.TryDecode(publicKey.N, out var modulus) || !Base64UrlText.TryDecode(publicKey.E, out var exponent)
            || !IsFit(modulus, exponent))
        {
            return null;
        }

        return RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
    }

    // RFC 7518 §6.3.1: no leading zero octets. An even modulus or exponent is no RSA key.
    private static bool IsFit(byte[] modulus, byte[] exponent)
    {
        if (modulus is [] or [0, ..] || exponent is [] or [0, ..] || exponent.Length > RsaLimits.MostExponentLength)
        {
            return false;
        }

        var bits = (modulus.Length * 8) - BitOperations.LeadingZeroCount((uint)modulus[0]) + 24;
        return bits is >= RsaLimits.LeastBits and <= RsaLimits.MostBits
            && (modulus[^1] & 1) == 1
            && (exponent[^1] & 1) == 1
            && exponent is not [1];
    }
}
