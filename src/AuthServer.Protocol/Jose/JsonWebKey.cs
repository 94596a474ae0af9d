using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// The public half of an EC or RSA key (RFC 7517 §4, RFC 7518 §6). It has no place for a private member, and
/// text that carries one is refused rather than trimmed: a key that was published whole is nobody's any more.
/// </summary>
public sealed record JsonWebKey
{
    /// <summary>Key type: <c>EC</c> or <c>RSA</c>.</summary>
    public required string Kty { get; init; }

    /// <summary>Key id (RFC 7517 §4.5).</summary>
    public string? Kid { get; init; }

    /// <summary>The one algorithm this key is for (RFC 7517 §4.4).</summary>
    public string? Alg { get; init; }

    /// <summary>Intended use, <c>sig</c> or <c>enc</c> (RFC 7517 §4.2).</summary>
    public string? Use { get; init; }

    /// <summary>Curve of an EC key.</summary>
    public string? Crv { get; init; }

    /// <summary>First coordinate of an EC key, base64url.</summary>
    public string? X { get; init; }

    /// <summary>Second coordinate of an EC key, base64url.</summary>
    public string? Y { get; init; }

    /// <summary>Modulus of an RSA key, base64url.</summary>
    public string? N { get; init; }

    /// <summary>Public exponent of an RSA key, base64url.</summary>
    public string? E { get; init; }

    /// <summary>
    /// Reads one key. Unknown members are ignored; a private or symmetric member, a doubled member, a missing or
    /// non-canonical parameter, another key type, or <c>key_ops</c> without <c>verify</c> refuse it.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out JsonWebKey? key)
    {
        key = null;
        if (!StrictJson.TryParseObject(utf8Json.ToArray(), out var document))
        {
            return false;
        }

        using (document)
        {
            return TryParse(document.RootElement, out key);
        }
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out JsonWebKey?)"/>
    public static bool TryParse(JsonElement json, [NotNullWhen(true)] out JsonWebKey? key) =>
        JsonWebKeyReader.TryRead(json, out key);

    /// <summary>Writes the key as one JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);

        writer.WriteStartObject();
        Write("kty", Kty);
        Write("use", Use);
        Write("alg", Alg);
        Write("kid", Kid);
        Write("crv", Crv);
        Write("x", X);
        Write("y", Y);
        Write("n", N);
        Write("e", E);
        writer.WriteEndObject();

        void Write(string name, string? value)
        {
            if (value is not null)
            {
                writer.WriteString(name, value);
            }
        }
    }

    /// <summary>The SHA-256 thumbprint, base64url (RFC 7638 §3): the same for every spelling of the same key.</summary>
    /// <exception cref="InvalidOperationException">The key is neither EC nor RSA.</exception>
    public string Thumbprint()
    {
        // RFC 7638 §3.2: the required members only, in lexicographic order, without white space.
        // The values are base64url or registered names, so nothing needs escaping.
        var canonical = Kty switch
        {
            "EC" => $$"""{"crv":"{{Crv}}","kty":"EC","x":"{{X}}","y":"{{Y}}"}""",
            "RSA" => $$"""{"e":"{{E}}","kty":"RSA","n":"{{N}}"}""",
            _ => throw new InvalidOperationException("Only EC and RSA keys have a thumbprint here."),
        };
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }
}
