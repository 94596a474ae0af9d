using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// JSON as RFC 8725 §2.4 and §3.7 want it read: UTF-8 without a byte order mark, an object at the root, no doubled name
/// at any depth (RFC 7515 §4, RFC 7519 §4), and no string that cannot be decoded later.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Parses without copying: the bytes must stay as they are while the document lives.</summary>
    public static bool TryParseObject(ReadOnlyMemory<byte> utf8Json, [NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        if (!Utf8.IsValid(utf8Json.Span) || !EscapesAreComplete(utf8Json.Span))
        {
            return false;
        }

        try
        {
            document = JsonDocument.Parse(utf8Json, Options);
        }
        catch (JsonException)
        {
            return false;
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return true;
        }

        document.Dispose();
        document = null;
        return false;
    }

    /// <summary>False for an escaped half of a surrogate pair, which the framework reports only when the string is read.</summary>
    private static bool EscapesAreComplete(ReadOnlySpan<byte> utf8Json)
    {
        if (utf8Json.IndexOf("\\u"u8) < 0)
        {
            return true;
        }

        try
        {
            var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = Options.MaxDepth });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
                {
                    _ = reader.GetString();
                }
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
