using AuthServer.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.AdminApi.Clients;

/// <summary>Reads clients, for the API and for commands.</summary>
internal sealed class ClientLookup(IDbContextFactory<AuthDbContext> contexts)
{
    /// <summary>By id, those behind <paramref name="after"/>.</summary>
    public async Task<Page<ClientDocument>> ListAsync(string? after, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var clients = context.Clients.AsNoTracking().Include(row => row.Secrets).AsQueryable();
        clients = after is null ? clients : clients.Where(row => string.Compare(row.Id, after) > 0);
        var rows = await clients.OrderBy(row => row.Id).Take(take + 1).ToListAsync(cancellationToken);
        return new Page<ClientDocument>([.. rows.Take(take).Select(ClientDocument.Of)], rows.Count > take ? rows[take - 1].Id : null);
    }

    public async Task<ClientDocument?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Clients.AsNoTracking().Include(client => client.Secrets).SingleOrDefaultAsync(client => client.Id == id, cancellationToken);
        return row is null ? null : ClientDocument.Of(row);
    }
}
