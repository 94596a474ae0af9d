using System.Text.Json;
using AuthServer.Core.Revocation;

namespace AuthServer.Endpoints;

/// <summary>Writes a page of the revocation feed. Instants are seconds since 1970 with a fraction (NumericDate, RFC 7519 §2).</summary>
internal static class RevocationFeedJson
{
    public static void Write(Utf8JsonWriter json, RevocationPage page)
    {
        json.WriteBoolean("reset", page.IsReset);
        json.WriteBoolean("complete", page.IsComplete);
        json.WriteString("cursor", page.Cursor);
        json.WriteNumber("now", Seconds(page.Now));
        json.WriteStartArray("entries");
        foreach (var entry in page.Entries)
        {
            json.WriteStartObject();
            json.WriteString("kind", NameOf(entry.Kind));
            json.WriteString("subject", entry.Subject);
            if (entry.Kind != RevocationKind.Session)
            {
                json.WriteNumber("minimum_epoch", entry.MinimumEpoch);
            }

            json.WriteNumber("created_at", Seconds(entry.CreatedAt));
            json.WriteNumber("expires_at", Seconds(entry.ExpiresAt));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string NameOf(RevocationKind kind) => kind switch
    {
        RevocationKind.Session => "session",
        RevocationKind.User => "user",
        RevocationKind.Client => "client",
        _ => throw new InvalidOperationException("A kind of revocation that has no name on the wire."),
    };

    private static decimal Seconds(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds() / 1000m;
}
