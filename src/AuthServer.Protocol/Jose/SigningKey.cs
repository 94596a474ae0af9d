using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// A private key with the one algorithm it signs with (RFC 8725 §3.1). Signing is safe from several threads at
/// once; disposing is not, so its owner waits for the last signature.
/// </summary>
public sealed class SigningKey : IDisposable
{
    // A header is no HTML, so "at+jwt" stays readable instead of becoming "at\u002Bjwt".
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly AsymmetricAlgorithm _key;
    private readonly ConcurrentDictionary<string, byte[]> _headers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _proofHeaders = new(StringComparer.Ordinal);

    private SigningKey(JwsAlgorithm algorithm, AsymmetricAlgorithm key, string? keyId)
    {
        _key = key;
        Algorithm = algorithm;
        var parameters = PublicParameters(algorithm, key);
        KeyId = keyId ?? parameters.Thumbprint();
        PublicKey = parameters with { Kid = KeyId, Alg = algorithm.Name, Use = "sig" };

        // Asked for here once, because the framework computes it late and then without a lock.
        SignatureLength = algorithm.SignatureLength(key);
    }

    /// <summary>The value of <c>kid</c>: the thumbprint (RFC 7638), unless another was given.</summary>
    public string KeyId { get; }

    public JwsAlgorithm Algorithm { get; }

    /// <summary>The public half, with <c>kid</c>, <c>alg</c> and <c>use</c>, ready for a key set.</summary>
    public JsonWebKey PublicKey { get; }

    internal int SignatureLength { get; }

    /// <summary>A new key.</summary>
    /// <param name="algorithm">The algorithm it is for.</param>
    /// <param name="rsaKeySize">Bits of the modulus for RSA, at least 2048 (RFC 7518 §3.3); unused for ECDSA.</param>
    public static SigningKey Generate(JwsAlgorithm algorithm, int rsaKeySize = 2048)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentOutOfRangeException.ThrowIfLessThan(rsaKeySize, RsaLimits.LeastBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rsaKeySize, RsaLimits.MostBits);

        AsymmetricAlgorithm key = algorithm.Curve is { } curve ? ECDsa.Create(curve.Parameters) : RSA.Create(rsaKeySize);
        return new SigningKey(algorithm, key, keyId: null);
    }

    /// <summary>Reads a key that <see cref="ExportPkcs8"/> or another tool wrote.</summary>
    /// <param name="algorithm">The algorithm it is for.</param>
    /// <param name="pkcs8">The unencrypted PrivateKeyInfo (RFC 5208), DER, nothing after it.</param>
    /// <param name="keyId">The key id under which the public half is known, when that is not the thumbprint.</param>
    /// <exception cref="CryptographicException">The bytes are no such key, or one of another type, curve or too small a size.</exception>
    public static SigningKey ImportPkcs8(JwsAlgorithm algorithm, ReadOnlySpan<byte> pkcs8, string? keyId = null)
    {
        ArgumentNullException.ThrowIfNull(algorithm);

        AsymmetricAlgorithm key = algorithm.Curve is null ? RSA.Create() : ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out var read);
            if (read != pkcs8.Length)
            {
                throw new CryptographicException("Something follows the private key.");
            }

            return new SigningKey(algorithm, key, keyId);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The private key as unencrypted PrivateKeyInfo (RFC 5208), DER. The caller guards and clears it.</summary>
    public byte[] ExportPkcs8() => _key.ExportPkcs8PrivateKey();

    public void Dispose() => _key.Dispose();

    internal void Sign(ReadOnlySpan<byte> data, Span<byte> signature) => Algorithm.Sign(_key, data, signature);

    /// <summary>The protected header, base64url, that names this key; made once for each <c>typ</c>.</summary>
    internal byte[] Header(string typ) => _headers.GetOrAdd(typ, static (typ, self) => self.Encode(typ, writer =>
        writer.WriteString("kid"u8, self.KeyId)), this);

    /// <summary>The protected header, base64url, that carries the public key itself (RFC 9449 §4.2); made once for each <c>typ</c>.</summary>
    internal byte[] ProofHeader(string typ) => _proofHeaders.GetOrAdd(typ, static (typ, self) => self.Encode(typ, writer =>
    {
        writer.WritePropertyName("jwk"u8);
        (self.PublicKey with { Kid = null, Alg = null, Use = null }).WriteTo(writer);
    }), this);

    private byte[] Encode(string typ, Action<Utf8JsonWriter> writeKey)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("alg"u8, Algorithm.Name);
            writer.WriteString("typ"u8, typ);
            writeKey(writer);
            writer.WriteEndObject();
        }

        return Base64Url.EncodeToUtf8(json.WrittenSpan);
    }

    private static JsonWebKey PublicParameters(JwsAlgorithm algorithm, AsymmetricAlgorithm key)
    {
        if (key is ECDsa ecdsa && algorithm.Curve is { } curve)
        {
            var point = ecdsa.ExportParameters(includePrivateParameters: false);
            return curve.Is(point.Curve)
                ? new JsonWebKey { Kty = "EC", Crv = curve.Name, X = Base64Url.EncodeToString(point.Q.X), Y = Base64Url.EncodeToString(point.Q.Y) }
                : throw new CryptographicException($"{algorithm.Name} needs a key on {curve.Name}.");
        }

        var rsa = ((RSA)key).ExportParameters(includePrivateParameters: false);
        return key.KeySize is >= RsaLimits.LeastBits and <= RsaLimits.MostBits
            ? new JsonWebKey { Kty = "RSA", N = Base64Url.EncodeToString(rsa.Modulus), E = Base64Url.EncodeToString(rsa.Exponent) }
            : throw new CryptographicException($"{algorithm.Name} needs a modulus of {RsaLimits.LeastBits} to {RsaLimits.MostBits} bits.");
    }
}
