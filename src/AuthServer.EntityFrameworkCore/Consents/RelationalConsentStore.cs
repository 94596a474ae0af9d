using System.Linq.Expressions;
using AuthServer.Core.Clients;
using AuthServer.Core.Consents;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.Protocol.OAuth;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Consents;

/// <summary>Consents in the database.</summary>
public sealed class RelationalConsentStore(RelationalDatabase database, IDbContextFactory<AuthDbContext> contexts) : IConsentStore
{
    private readonly string _grant = database.Provider == DatabaseProvider.SqlServer ? ConsentStatements.SqlServer : ConsentStatements.PostgreSql;

    public async Task<Consent?> FindAsync(UserId user, ClientId client, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var entity = await context.Consents.AsNoTracking().SingleOrDefaultAsync(Of(user, client), cancellationToken);
        return entity is null ? null : Consent(entity);
    }

    public async Task<IReadOnlyList<Consent>> ListAsync(UserId user, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var entities = await context.Consents.AsNoTracking()
            .Where(consent => consent.UserId == user.Value)
            .OrderByDescending(consent => consent.GrantedAt)
            .ToListAsync(cancellationToken);
        return [.. entities.Select(Consent)];
    }

    public Task GrantAsync(UserId user, ClientId client, ScopeSet scopes, CancellationToken cancellationToken) => Attempts.RepeatAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = connection.Statement(_grant)
                .Id("user_id", user.Value)
                .Text("client_id", client.Value)
                .Text("scopes", scopes.ToString());
            return await command.ExecuteNonQueryAsync(cancellationToken);
        },
        "A consent could not be kept.");

    public async Task WithdrawAsync(UserId user, ClientId client, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.Consents.Where(Of(user, client)).ExecuteDeleteAsync(cancellationToken);
        await context.OneTimeArtefacts
            .Where(artefact => artefact.UserId == user.Value && artefact.ClientId == client.Value && artefact.SpentAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(artefact => artefact.SpentAt, artefact => artefact.CreatedAt), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static Expression<Func<ConsentEntity, bool>> Of(UserId user, ClientId client) =>
        consent => consent.UserId == user.Value && consent.ClientId == client.Value;

    private static Consent Consent(ConsentEntity entity) =>
        new(new UserId(entity.UserId), new ClientId(entity.ClientId), ScopeSet.FromStored(entity.Scopes), entity.GrantedAt);
}
