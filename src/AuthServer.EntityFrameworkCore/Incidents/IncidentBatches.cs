using System.Data.Common;
using AuthServer.Core.Incidents;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.Sessions;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Incidents;

/// <summary>
/// Works an incident off, batch by batch: takes it in hand, looks for what is next, which may take long and holds no lock, and ends that together with the
/// incident's progress in one short transaction, if the incident still is as it was taken. So no session is counted twice, whoever dies meanwhile.
/// </summary>
internal sealed class IncidentBatches(RelationalDatabase database, IDbContextFactory<AuthDbContext> contexts)
{
    /// <summary>A filter that meets few of many sessions may have to look at all of them once.</summary>
    public static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(45);

    private readonly IncidentStatements _statements =
        database.Provider == DatabaseProvider.SqlServer ? IncidentStatements.SqlServer : IncidentStatements.PostgreSql;

    private readonly IncidentSearch _search = new();
    private readonly ChosenSessionsEnd _chosen = new(database.Provider);

    public async Task<IncidentBatch?> EndAsync(IncidentLease? held, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        var connection = context.Database.GetDbConnection();
        if (await TakenAsync(Command(connection, _statements.Take, held, lease), cancellationToken) is not { } taken)
        {
            return null;
        }

        var incident = await context.Incidents.AsNoTracking().SingleAsync(row => row.Id == taken.Id.Value, cancellationToken);
        context.Database.SetCommandTimeout(ReadTimeout);
        return await EndAsync(context, incident, await _search.NextAsync(context, incident, cancellationToken), taken, lease);
    }

    private async Task<IncidentBatch?> EndAsync(AuthDbContext context, IncidentEntity incident, IReadOnlyList<Guid> ids, IncidentLease taken, TimeSpan lease)
    {
        var connection = context.Database.GetDbConnection();
        await using var transaction = await connection.BeginTransactionAsync();
        var hold = Command(connection, _statements.Hold, taken, lease).Id("position", incident.Position);
        hold.Transaction = transaction;
        if (await TakenAsync(hold, CancellationToken.None) is not { } next)
        {
            return null;
        }

        var end = new EndSessions([], EndReason.Incident, incident.Actor, incident.ToIncident().Caller) { WithSignIns = incident.EndsSignIns, Note = incident.Note };
        var ended = await _chosen.EndAsync(end, ids, connection, transaction, CancellationToken.None);
        var isLast = ids.Count < EndSessions.BatchSize;
        await using (var advance = connection.Statement(_statements.Advance))
        {
            advance.Transaction = transaction;
            advance.Id("held_id", incident.Id).Number("ended", ended).Id("position", ids.Count > 0 ? ids[^1] : incident.Position).Flag("is_last", isLast);
            await advance.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
        var now = await context.Incidents.AsNoTracking().SingleAsync(row => row.Id == incident.Id);
        return new IncidentBatch(now.ToIncident(), ended, isLast ? null : next);
    }

    private static DbCommand Command(DbConnection connection, string statement, IncidentLease? held, TimeSpan lease) => connection.Statement(statement)
        .Id("held_id", held?.Id.Value)
        .Instant("held_until", held?.Until)
        .Seconds("lease", lease);

    private static async Task<IncidentLease?> TakenAsync(DbCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var taken = await reader.ReadAsync(cancellationToken)
                ? new IncidentLease(new IncidentId(reader.GetGuid(0)), reader.GetFieldValue<DateTimeOffset>(1))
                : null;
            await reader.CloseAsync();
            return taken;
        }
    }
}
