using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuthServer.Core.Users;

/// <summary>
/// What tokens need to know of a user, kept on the user row by whatever changes it and returned by the statement that decides,
/// so that a refresh re-reads roles without loading the user.
/// </summary>
public sealed partial record UserClaims
{
    public static readonly UserClaims None = new();

    [JsonPropertyName("roles")]
    public ImmutableArray<string> Roles { get; init; } = [];

    public static UserClaims FromStored(string json) =>
        json.Length == 0 ? None : JsonSerializer.Deserialize(json, Serializer.Default.UserClaims) ?? None;

    public string ToStored() => JsonSerializer.Serialize(this, Serializer.Default.UserClaims);

    [JsonSerializable(typeof(UserClaims))]
    private sealed partial class Serializer : JsonSerializerContext;
}
