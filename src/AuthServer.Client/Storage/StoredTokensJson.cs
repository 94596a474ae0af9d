using System.Text.Json.Serialization;

namespace AuthServer.Client.Storage;

/// <summary>Reads and writes <see cref="StoredTokens"/> without reflection.</summary>
[JsonSerializable(typeof(StoredTokens))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class StoredTokensJson : JsonSerializerContext;
