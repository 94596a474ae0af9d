using System.Text.Json;

namespace AuthServer.Core.Tokens;

/// <summary>What the writers of tokens have in common.</summary>
internal static class JsonClaims
{
    public static void WriteStrings(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
