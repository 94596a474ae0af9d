using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// A private key with the one algorithm it signs with (RFC 8725 §3.1). Signing is safe from several threads at
/// once; disposing is not, so its owner waits for the last signature.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly AsymmetricAlgorithm key;
    private readonly ConcurrentDictionary<string, byte[]> headers = new(StringComparer.Ordinal);
    private readonly Lazy<string> publicKeyJson;

    private SigningKey(JwsAlgorithm algorithm, AsymmetricAlgorithm key, string? keyId)
    {
        this.key = key;
        Algorithm = algorithm;
        var parameters = PublicParameters(algorithm, key);
        KeyId = keyId ?? parameters.Thumbprint();
        PublicKey = parameters with { Kid = KeyId, Alg = algorithm.Name, Use = "sig" };

        // Asked for here once, because the framework computes it late and then without a lock.
        SignatureLength = algorithm.SignatureLength(key);
        publicKeyJson = new Lazy<string>(() => Json(parameters.WriteTo));
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
    public byte[] ExportPkcs8() => key.ExportPkcs8PrivateKey();

    public void Dispose() => key.Dispose();

    internal void Sign(ReadOnlySpan<byte> data, Span<byte> signature) => Algorithm.Sign(key, data, signature);

    /// <summary>The protected header, base64url, that names this key; made once for each <c>typ</c>.</summary>
    internal byte[] Header(string typ) => headers.TryGetValue(typ, out var header)
        ? header
        : headers.GetOrAdd(typ, Encode(typ, w => w.WriteString("kid"u8, KeyId)));

    /// <summary>The protected header, base64url, that carries the public key itself (RFC 9449 §4.2).</summary>
    internal byte[] ProofHeader(string typ) => headers.GetOrAdd("proof " + typ, _ => Encode(typ, w =>
    {
        w.WritePropertyName("jwk"u8);
        w.WriteRawValue(publicKeyJson.Value, skipInputValidation: true);
    }));

    private byte[] Encode(string typ, Action<Utf8JsonWriter> writeKey) => Base64Url.EncodeToUtf8(Encoding.UTF8.GetBytes(Json(w =>
    {
        w.WriteStartObject();
        w.WriteString("alg"u8, Algorithm.Name);
        w.WriteString("typ"u8, typ);
        writeKey(w);
        w.WriteEndObject();
    })));

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
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
