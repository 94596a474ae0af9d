using AuthServer.Core.Clients;
using AuthServer.Core.Consents;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Testing.Consents;

/// <summary>Consents in memory.</summary>
public sealed class InMemoryConsentStore(InMemoryDatabase database) : IConsentStore
{
    public Task<Consent?> FindAsync(UserId user, ClientId client, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(() => database.Consents.GetValueOrDefault((user, client))));
    }

    public Task<IReadOnlyList<Consent>> ListAsync(UserId user, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read<IReadOnlyList<Consent>>(
            () => [.. database.Consents.Values.Where(consent => consent.UserId == user).OrderByDescending(consent => consent.GrantedAt)]));
    }

    public Task GrantAsync(UserId user, ClientId client, ScopeSet scopes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Write(() =>
        {
            var before = database.Consents.GetValueOrDefault((user, client))?.Scopes ?? ScopeSet.Empty;
            database.Consents[(user, client)] = new Consent(user, client, ScopeSet.Of([.. before.Names, .. scopes.Names]), database.Now);
        });
        return Task.CompletedTask;
    }

    public Task WithdrawAsync(UserId user, ClientId client, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Write(() =>
        {
            database.Consents.Remove((user, client));
            foreach (var artefact in database.Artefacts.Values.Where(artefact => artefact.UserId == user && artefact.ClientId == client && artefact.SpentAt is null).ToList())
            {
                database.Artefacts[artefact.Key] = artefact with { SpentAt = database.Now };
            }
        });
        return Task.CompletedTask;
    }
}
