using AuthServer.Core.Clients;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Consents;

/// <summary>Where consents are kept.</summary>
public interface IConsentStore
{
    Task<Consent?> FindAsync(UserId user, ClientId client, CancellationToken cancellationToken);

    /// <summary>Everything that the user has allowed, newest first.</summary>
    Task<IReadOnlyList<Consent>> ListAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>Adds <paramref name="scopes"/> to what the user allows; what was allowed before stays allowed.</summary>
    Task GrantAsync(UserId user, ClientId client, ScopeSet scopes, CancellationToken cancellationToken);

    /// <summary>Forgets the consent and spends what was given on its strength and not used yet, in one transaction; the sessions that stand on it are ended by <see cref="Sessions.SessionEnding"/>.</summary>
    Task WithdrawAsync(UserId user, ClientId client, CancellationToken cancellationToken);
}
