using System.Collections.Immutable;
using System.Text.Json;
using AuthServer.Core.Clients;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Exchange;

/// <summary>Who acts for the subject of a token, the nearest first (RFC 8693 §4.1).</summary>
public static class ActorChain
{
    /// <summary>More is refused and not forgotten: whoever acts stays named.</summary>
    public const int MaximumDepth = 5;

    /// <summary>The actors that a token of ours names.</summary>
    public static ImmutableArray<string> Of(JwtClaims claims)
    {
        var actors = ImmutableArray.CreateBuilder<string>();
        for (var actor = claims.Get(ClaimNames.Actor); actor is { ValueKind: JsonValueKind.Object } named; actor = Member(named, ClaimNames.Actor))
        {
            actors.Add(Member(named, ClaimNames.Subject)?.GetString() ?? "");
        }

        return actors.ToImmutable();
    }

    /// <summary>The chain with one more actor before it; the same when it is the nearest already. Null when it would be too long.</summary>
    public static ImmutableArray<string>? With(ImmutableArray<string> actors, ClientId actor) =>
        actors is [var nearest, ..] && nearest == actor.Value ? actors
        : actors.Length < MaximumDepth ? actors.Insert(0, actor.Value)
        : null;

    private static JsonElement? Member(JsonElement actor, string name) => actor.TryGetProperty(name, out var value) ? value : null;
}
