using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>A set of public keys (RFC 7517 §5).</summary>
public sealed record JsonWebKeySet(IReadOnlyList<JsonWebKey> Keys)
{
    // The set is served as application/json, never inside HTML, so "+" and "/" in a kid stay readable.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Reads a set. Keys of an unknown type or with unusable members are left out (RFC 7517 §5 asks for that),
    /// unknown members of the set are ignored; anything but an object with an array <c>keys</c> is refused.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out JsonWebKeySet? set)
    {
        set = null;
        if (!StrictJson.TryParseObject(utf8Json.ToArray(), out var document))
        {
            return false;
        }

        using (document)
        {
            return TryParse(document.RootElement, out set);
        }
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out JsonWebKeySet?)"/>
    public static bool TryParse(JsonElement json, [NotNullWhen(true)] out JsonWebKeySet? set)
    {
        set = null;
        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("keys"u8, out var elements)
            || elements.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        var keys = new List<JsonWebKey>(elements.GetArrayLength());
        foreach (var element in elements.EnumerateArray())
        {
            if (JsonWebKey.TryParse(element, out var key))
            {
                keys.Add(key);
            }
        }

        set = new JsonWebKeySet(keys);
        return true;
    }

    /// <summary>The set as a JWK Set document in UTF-8.</summary>
    public byte[] ToUtf8Json()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("keys"u8);
            foreach (var key in Keys)
            {
                key.WriteTo(writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
