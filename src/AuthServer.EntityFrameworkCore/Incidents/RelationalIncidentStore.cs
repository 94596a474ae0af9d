using AuthServer.Core.Audit;
using AuthServer.Core.Incidents;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Audit;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.SessionDirectory;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Incidents;

/// <summary>Incidents on PostgreSQL or SQL Server.</summary>
public sealed class RelationalIncidentStore(RelationalDatabase database, IDbContextFactory<AuthDbContext> contexts, TimeProvider time) : IIncidentStore
{
    /// <summary>A filter that meets few of many sessions may have to look at all of them once.</summary>
    public static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(45);

    private readonly IncidentStatements _statements =
        database.Provider == DatabaseProvider.SqlServer ? IncidentStatements.SqlServer : IncidentStatements.PostgreSql;

    private readonly IncidentBatches _batches = new(database, contexts);

    public async Task<Incident> OpenAsync(NewIncident incident, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var entity = new IncidentEntity
        {
            Id = Guid.CreateVersion7(),
            Filter = incident.Filter.ToStored(),
            Note = incident.Note,
            Actor = incident.Actor,
            Ip = incident.Caller.Ip,
            UserAgent = incident.Caller.UserAgent,
            EndsSignIns = incident.EndsSignIns,
            CreatedAt = await NowAsync(cancellationToken),
            State = IncidentState.Running,
        };
        await using var transaction = await context.ReadInOneProcessAsync(cancellationToken) ?? await context.Database.BeginTransactionAsync(cancellationToken);
        entity.Matched = await context.RememberAsync(entity, cancellationToken);
        context.Incidents.Add(entity);
        Record(context, AuditEventTypes.IncidentOpened, incident.Actor, incident.Caller, incident.Note);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return entity.ToIncident();
    }

    public async Task<IReadOnlyList<Incident>> ListAsync(int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var entities = await context.Incidents.AsNoTracking()
            .OrderByDescending(incident => incident.CreatedAt).ThenByDescending(incident => incident.Id)
            .Take(take)
            .ToListAsync(cancellationToken);
        return [.. entities.Select(entity => entity.ToIncident())];
    }

    public async Task<Incident?> FindAsync(IncidentId id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await context.Incidents.AsNoTracking().SingleOrDefaultAsync(incident => incident.Id == id.Value, cancellationToken))?.ToIncident();
    }

    public Task<bool> StopAsync(IncidentId id, string actor, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(id, IncidentState.Running, IncidentState.Stopped, AuditEventTypes.IncidentStopped, actor, caller, cancellationToken);

    public Task<bool> ResumeAsync(IncidentId id, string actor, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(id, IncidentState.Stopped, IncidentState.Running, AuditEventTypes.IncidentResumed, actor, caller, cancellationToken);

    public Task<IncidentBatch?> EndBatchAsync(IncidentLease? held, TimeSpan lease, CancellationToken cancellationToken) =>
        Attempts.OnceAsync(() => _batches.EndAsync(held, lease, cancellationToken), "Sessions of an incident could not be ended.");

    private async Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.Statement(_statements.Now);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetFieldValue<DateTimeOffset>(0);
    }

    /// <summary>The write waits for a batch that is under way, and no other begins after it.</summary>
    private async Task<bool> ChangeAsync(
        IncidentId id, IncidentState from, IncidentState to, string auditEvent, string actor, Caller caller, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var changed = await context.Incidents.Where(incident => incident.Id == id.Value && incident.State == from).ExecuteUpdateAsync(
            set => set.SetProperty(incident => incident.State, to).SetProperty(incident => incident.TakenUntil, (DateTimeOffset?)null), cancellationToken);
        if (changed == 0)
        {
            return false;
        }

        Record(context, auditEvent, actor, caller, id.ToString());
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    private void Record(AuthDbContext context, string type, string actor, Caller caller, string detail) => context.AuditEvents.Add(new AuditEventEntity
    {
        At = time.GetUtcNow(),
        Type = type,
        Actor = actor,
        Detail = detail,
        Ip = caller.Ip,
        UserAgent = caller.UserAgent,
    });
}
