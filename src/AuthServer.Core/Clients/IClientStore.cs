namespace AuthServer.Core.Clients;

/// <summary>Where client registrations are kept.</summary>
public interface IClientStore
{
    /// <summary>The registration as it is committed now, or null when there is none.</summary>
    Task<ClientRegistration?> FindAsync(ClientId id, CancellationToken cancellationToken);

    /// <summary>The origins that any client which is not disabled declares for its scripts.</summary>
    Task<IReadOnlyList<string>> ListAllowedOriginsAsync(CancellationToken cancellationToken);
}
