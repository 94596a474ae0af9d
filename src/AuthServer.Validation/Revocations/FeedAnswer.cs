using System.Text.Json.Serialization;

namespace AuthServer.Validation.Revocations;

/// <summary>An answer of the feed as it is on the wire. Instants are seconds since 1970 by the server's clock.</summary>
internal sealed partial record FeedAnswer
{
    /// <summary>A full set begins here: whatever was known before is void when it is complete.</summary>
    public required bool Reset { get; init; }

    /// <summary>False when there is more to be had at once.</summary>
    public required bool Complete { get; init; }

    public required string Cursor { get; init; }

    public required double Now { get; init; }

    public required IReadOnlyList<Entry> Entries { get; init; }

    /// <param name="MinimumEpoch">Of users and clients.</param>
    public sealed record Entry(string Kind, string Subject, double CreatedAt, double ExpiresAt, long MinimumEpoch = 0);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
    [JsonSerializable(typeof(FeedAnswer))]
    public sealed partial class Json : JsonSerializerContext;
}
