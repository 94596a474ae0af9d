using AuthServer.Core.Clients;

namespace AuthServer.Configuration;

/// <summary>A client that the operator declares. Applied again at every start, without effect when nothing has changed.</summary>
public sealed class ClientDeclaration
{
    public string Id { get; set; } = "";

    public string DisplayName { get; set; } = "";

    public ClientType Type { get; set; }

    /// <summary>The secret of a confidential client or resource server.</summary>
    public string? Secret { get; set; }

    /// <summary>A file that holds the secret instead.</summary>
    public string? SecretFile { get; set; }

    public IList<string> GrantTypes { get; } = [];

    public IList<string> Scopes { get; } = [];

    /// <summary>Granted when a request names no scope. Empty: all of <see cref="Scopes"/>.</summary>
    public IList<string> DefaultScopes { get; } = [];

    public bool MayIntrospect { get; set; }

    public TimeSpan? AccessTokenLifetime { get; set; }

    public TimeSpan? SessionIdleLifetime { get; set; }

    public TimeSpan? SessionAbsoluteLifetime { get; set; }

    /// <summary>A duration, <c>0</c> for strict single use, or <c>until-used</c>. Unset: 60 s for public clients, until-used for others.</summary>
    public string? RetryWindow { get; set; }

    /// <summary>How often one predecessor may be presented again before it is answered with 429.</summary>
    public int RetryLimit { get; set; } = 256;

    /// <summary>After this many consecutive generations with a retry from elsewhere, the next has no retry window.</summary>
    public int ForeignRetryLimit { get; set; } = 8;
}
