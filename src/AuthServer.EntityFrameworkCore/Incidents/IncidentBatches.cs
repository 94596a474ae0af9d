using System.Data.Common;
using AuthServer.Core.Incidents;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.Sessions;
using AuthServer.EntityFrameworkCore.SignIns;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using RelationalDatabase = AuthServer.EntityFrameworkCore.Relational.RelationalDatabase;

namespace AuthServer.EntityFrameworkCore.Incidents;

/// <summary>
/// Works an incident off, batch by batch, each in one short transaction: takes the incident in hand, ends what is next of it, and records how far it is. What
/// fails is undone together with the taking, so nothing counts twice and nobody waits for who has failed.
/// </summary>
internal sealed class IncidentBatches(RelationalDatabase database, IDbContextFactory<AuthDbContext> contexts)
{
    private readonly IncidentStatements _statements =
        database.Provider == DatabaseProvider.SqlServer ? IncidentStatements.SqlServer : IncidentStatements.PostgreSql;

    private readonly SessionStatements _sessions = UserSessionsEnd.SessionStatementsOf(database.Provider);
    private readonly SignInStatements _signIns = RelationalSignInStore.StatementsOf(database.Provider);

    public async Task<IncidentBatch?> EndAsync(IncidentLease? held, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (held is null && !await WaitsAsync(cancellationToken))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var ending = new Ending(context.Database.GetDbConnection(), transaction.GetDbTransaction());
        if (await TakenAsync(ending, held, lease, cancellationToken) is not { } taken)
        {
            return null;
        }

        var row = await context.Incidents.AsNoTracking().SingleAsync(incident => incident.Id == taken.Id.Value, CancellationToken.None);
        var (targets, ended, others) = await EndNextAsync(ending, row, row.ToIncident().Caller);
        var isLast = targets < IncidentBatch.Size;
        await using (var advance = ending.Statement(_statements.Advance))
        {
            advance.Id("held_id", row.Id).Number("ended", ended).Number("position", row.Position + targets).Flag("is_last", isLast);
            await advance.ExecuteNonQueryAsync(CancellationToken.None);
        }

        await transaction.CommitAsync(CancellationToken.None);
        var now = await context.Incidents.AsNoTracking().SingleAsync(incident => incident.Id == row.Id, CancellationToken.None);
        return new IncidentBatch(now.ToIncident(), ended + others, isLast ? null : taken);
    }

    private async Task<bool> WaitsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.Statement(_statements.Waits);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>
    /// The sign-ins first: that is the order in which everything else takes these locks, and once they have ended nobody opens another session from them. What
    /// was opened from them since the incident began is then seen, and ends too.
    /// </summary>
    /// <returns>How many targets there were, how many of them were sessions that have ended now, and how many other sessions have.</returns>
    private async Task<(int Targets, int Ended, int Others)> EndNextAsync(Ending ending, IncidentEntity incident, Caller caller)
    {
        await using var take = ending.Statement(_statements.TakeTargets).Id("held_id", incident.Id).Number("position", incident.Position);
        var targets = await IncidentTargets.TakeAsync(take);
        var sessions = targets.Select(target => target.Session).OfType<Guid>().ToList();
        var signIns = incident.EndsSignIns ? targets.Select(target => target.SignIn).OfType<Guid>().Distinct().ToList() : [];
        if (signIns.Count > 0)
        {
            await using var end = End(_signIns.EndChosen, signIns);
            await end.ReadIdsAsync(CancellationToken.None);
        }

        var ended = 0;
        if (sessions.Count > 0)
        {
            await using var end = End(_sessions.EndChosen, sessions);
            ended = (await end.ReadIdsAsync(CancellationToken.None)).Count;
        }

        var others = signIns.Count == 0 ? 0 : await UserSessionsEnd.UntilNoneAsync(
            () => End(_sessions.EndOpenedSince, signIns).Instant("since", incident.CreatedAt), CancellationToken.None);
        return (targets.Count, ended, others);

        DbCommand End(string statement, IEnumerable<Guid> ids) =>
            ending.Statement(statement).Ids("ids", ids).End(EndReason.Incident, incident.Actor, caller, incident.Note);
    }

    private async Task<IncidentLease?> TakenAsync(Ending ending, IncidentLease? held, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var take = ending.Statement(_statements.Take).Id("held_id", held?.Id.Value).Instant("held_until", held?.Until).Seconds("lease", lease);
        await using var reader = await take.ExecuteReaderAsync(cancellationToken);
        var taken = await reader.ReadAsync(cancellationToken)
            ? new IncidentLease(new IncidentId(reader.GetGuid(0)), reader.GetFieldValue<DateTimeOffset>(1))
            : null;
        await reader.CloseAsync();
        return taken;
    }

    /// <summary>Where the statements of a batch run.</summary>
    private sealed record Ending(DbConnection Connection, DbTransaction Transaction)
    {
        public DbCommand Statement(string text) => Connection.Statement(text, Transaction);
    }
}
