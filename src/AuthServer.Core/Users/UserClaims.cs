using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuthServer.Core.Users;

/// <summary>
/// What tokens and the UserInfo endpoint need to know of a user, kept on the user row by whatever changes it and returned by the statement that decides,
/// so that a refresh re-reads roles without loading the user.
/// </summary>
public sealed partial record UserClaims
{
    public static readonly UserClaims None = new();

    [JsonPropertyName("roles")]
    public ImmutableArray<string> Roles { get; set; } = [];

    /// <summary>Standard claims (OIDC Core §5.1) by name: strings, and <c>"true"</c> or <c>"false"</c> for those that are booleans.</summary>
    [JsonPropertyName("profile")]
    public ImmutableSortedDictionary<string, string> Profile { get; set; } = ImmutableSortedDictionary<string, string>.Empty;

    public static UserClaims FromStored(string json) =>
        json.Length == 0 ? None : JsonSerializer.Deserialize(json, Serializer.Default.UserClaims) ?? None;

    public string ToStored() => JsonSerializer.Serialize(this, Serializer.Default.UserClaims);

    [JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
    [JsonSerializable(typeof(UserClaims))]
    private sealed partial class Serializer : JsonSerializerContext;
}
