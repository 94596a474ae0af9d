using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;

namespace AuthServer.EntityFrameworkCore.Clients;

/// <summary>The row of a client registration; see <see cref="ClientRegistration"/> for what the members mean.</summary>
public sealed class ClientEntity
{
    private static readonly DateTimeOffset FirstEpochAt = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public required string Id { get; set; }

    public ClientType Type { get; set; }

    public string DisplayName { get; set; } = "";

    public List<ClientSecretEntity> Secrets { get; } = [];

    /// <summary>Space-separated, as are the other lists.</summary>
    public string GrantTypes { get; set; } = "";

    public string Scopes { get; set; } = "";

    public string DefaultScopes { get; set; } = "";

    public bool MayIntrospect { get; set; }

    /// <summary>The stored form of <see cref="ClientMetadata"/>.</summary>
    public string Metadata { get; set; } = "";

    /// <summary>Where logout tokens go; a column of its own, for the statement that ends a session reads it.</summary>
    public string? BackChannelLogoutUri { get; set; }

    public TimeSpan AccessTokenLifetime { get; set; }

    public TimeSpan SessionIdleLifetime { get; set; }

    public TimeSpan SessionAbsoluteLifetime { get; set; }

    public string? RetryWindow { get; set; }

    public int RetryLimit { get; set; }

    public int ForeignRetryLimit { get; set; }

    public bool Disabled { get; set; }

    /// <summary>
    /// Raised to end everything older. Begins with the seconds of the clock: a client that is registered again under the name of one that was deleted neither
    /// revives what that one had open, nor has its own tokens taken for them.
    /// </summary>
    public int Epoch { get; set; } = (int)(DateTimeOffset.UtcNow - FirstEpochAt).TotalSeconds;

    public EndReason? EpochReason { get; set; }

    public int Version { get; set; } = 1;

    /// <summary>Declared in configuration, and re-applied from there at every start.</summary>
    public bool ManagedByConfiguration { get; set; }
}
