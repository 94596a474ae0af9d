using System.Collections.Immutable;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Clients;

/// <summary>What the server knows of a client (RFC 7591 §2 where a member has a counterpart there). Nothing is allowed unless it is listed.</summary>
public sealed record ClientRegistration
{
    public required ClientId Id { get; init; }

    public required ClientType Type { get; init; }

    public string DisplayName { get; init; } = "";

    public ImmutableArray<ClientSecret> Secrets { get; init; } = [];

    public ImmutableArray<string> GrantTypes { get; init; } = [];

    public ScopeSet Scopes { get; init; } = ScopeSet.Empty;

    /// <summary>Granted when a request names no scope (RFC 6749 §3.3).</summary>
    public ScopeSet DefaultScopes { get; init; } = ScopeSet.Empty;

    public bool MayIntrospect { get; init; }

    public ClientMetadata Metadata { get; init; } = ClientMetadata.None;

    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A session that is not refreshed for this long ends.</summary>
    public TimeSpan SessionIdleLifetime { get; init; } = TimeSpan.FromDays(14);

    /// <summary>A session ends this long after sign-in, however often it is refreshed.</summary>
    public TimeSpan SessionAbsoluteLifetime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Null: the default of the client's type; see <see cref="RetryWindowFor"/>.</summary>
    public RetryWindow? RetryWindow { get; init; }

    /// <summary>How often one predecessor may be presented again before it is answered with 429.</summary>
    public int RetryLimit { get; init; } = 256;

    /// <summary>After this many consecutive generations with a retry from elsewhere, the next generation has no retry window.</summary>
    public int ForeignRetryLimit { get; init; } = 8;

    public bool Disabled { get; init; }

    /// <summary>Raised to end everything that belongs to this client.</summary>
    public int Epoch { get; init; }

    /// <summary>Raised by every change of this registration; a deciding write refuses one that was read from a stale cache.</summary>
    public int Version { get; init; }

    /// <summary>60 s for public clients; until the successor is used for confidential clients and key-bound sessions; the client's own setting before both.</summary>
    public RetryWindow RetryWindowFor(bool keyBound) =>
        RetryWindow ?? (Type == ClientType.Public && !keyBound ? Clients.RetryWindow.Of(TimeSpan.FromSeconds(60)) : Clients.RetryWindow.UntilUsed);

    /// <summary>A refresh gives the same refresh token again (FAPI 2.0 Security Profile §5.3.2.1: no rotation where tokens are bound to keys anyway).</summary>
    public bool KeepsRefreshTokens => Metadata.Fapi2;

    public bool Allows(string grantType) => GrantTypes.Contains(grantType, StringComparer.Ordinal);
}
