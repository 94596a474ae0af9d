using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuthServer.Core.Storage;

/// <summary>
/// The form in which records of ours are kept as text. Names are snake case; what is missing has the record's own default, so that a record may grow.
/// </summary>
public static class StoredJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json)
        where T : notnull =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"A stored {typeof(T).Name} is null.");
}
