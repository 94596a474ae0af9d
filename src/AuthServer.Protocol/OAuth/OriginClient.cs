using System.Collections.Immutable;
using System.Text.Json;
using AuthServer.Protocol.Jose;

namespace AuthServer.Protocol.OAuth;

/// <summary>A client that an exchanged token passed through before, and its epoch then: the token ends with it.</summary>
/// <param name="Epoch">Null when the claim holds no number, which is older than any.</param>
public readonly record struct OriginClient(string ClientId, long? Epoch)
{
    /// <summary>Those that a token names (<see cref="ClaimNames.OriginClientEpochs"/>), that of its session first; none for a token that was never exchanged.</summary>
    public static ImmutableArray<OriginClient> Of(JwtClaims claims) => claims.Get(ClaimNames.OriginClientEpochs) is { ValueKind: JsonValueKind.Object } epochs
        ? [.. epochs.EnumerateObject().Select(client =>
            new OriginClient(client.Name, client.Value.ValueKind == JsonValueKind.Number && client.Value.TryGetInt64(out var epoch) ? epoch : null))]
        : [];
}
