using AuthServer.Core.Clients;
using AuthServer.Protocol.OAuth;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Clients;

/// <summary>Client registrations in the database.</summary>
public sealed class RelationalClientStore(IDbContextFactory<AuthDbContext> contexts) : IClientStore
{
    public async Task<ClientRegistration?> FindAsync(ClientId id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var entity = await context.Clients.AsNoTracking().Include(client => client.Secrets)
            .SingleOrDefaultAsync(client => client.Id == id.Value, cancellationToken);

        // A database may find "demo " to be "demo"; the protocol does not.
        return entity is null || !string.Equals(entity.Id, id.Value, StringComparison.Ordinal) ? null : Registration(entity);
    }

    public async Task<IReadOnlyList<string>> ListAllowedOriginsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var metadata = await context.Clients.Where(client => !client.Disabled).Select(client => client.Metadata).ToListAsync(cancellationToken);
        return [.. metadata.SelectMany(json => ClientMetadata.FromStored(json).AllowedOrigins).Distinct(StringComparer.Ordinal)];
    }

    private static ClientRegistration Registration(ClientEntity entity) => new()
    {
        Id = new ClientId(entity.Id),
        Type = entity.Type,
        DisplayName = entity.DisplayName,
        Secrets = [.. entity.Secrets.Select(secret => new ClientSecret(secret.Hash, secret.ExpiresAt))],
        GrantTypes = [.. entity.GrantTypes.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        Scopes = ScopeSet.FromStored(entity.Scopes),
        DefaultScopes = ScopeSet.FromStored(entity.DefaultScopes),
        MayIntrospect = entity.MayIntrospect,
        Metadata = ClientMetadata.FromStored(entity.Metadata),
        AccessTokenLifetime = entity.AccessTokenLifetime,
        SessionIdleLifetime = entity.SessionIdleLifetime,
        SessionAbsoluteLifetime = entity.SessionAbsoluteLifetime,
        RetryWindow = entity.RetryWindow is { } text && RetryWindow.TryParse(text, out var window) ? window : null,
        RetryLimit = entity.RetryLimit,
        ForeignRetryLimit = entity.ForeignRetryLimit,
        Disabled = entity.Disabled,
        Epoch = entity.Epoch,
        Version = entity.Version,
    };
}
