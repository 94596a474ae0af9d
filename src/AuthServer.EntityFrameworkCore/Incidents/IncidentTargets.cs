using System.Data.Common;
using AuthServer.Core.Incidents;
using AuthServer.Core.SessionDirectory;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.SessionDirectory;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AuthServer.EntityFrameworkCore.Incidents;

/// <summary>
/// What an incident is about. It is looked for once, when the incident begins, and remembered: whoever refreshes from elsewhere meanwhile, signs out or is
/// stopped for must not get away by it.
/// </summary>
internal static class IncidentTargets
{
    /// <summary>The active sessions that are meant, each with the sign-in that it started from; what was signed in after the incident began is not.</summary>
    public static IQueryable<object> SessionIdsOf(AuthDbContext context, IncidentEntity incident) => context
        .Matching(SessionFilter.FromStored(incident.Filter) with { State = SessionState.Active })
        .Where(session => session.CreatedAt <= incident.CreatedAt)
        .Select(session => new { session.Id, session.SignInId });

    /// <summary>
    /// The active browser sign-ins that are meant, whether or not a session is active that started from them: each would open another without asking anybody.
    /// </summary>
    public static IQueryable<Guid> SignInIdsOf(AuthDbContext context, IncidentEntity incident) => context
        .MatchingActiveSignIns(SessionFilter.FromStored(incident.Filter))
        .Where(signIn => signIn.CreatedAt <= incident.CreatedAt)
        .Select(signIn => signIn.Id);

    /// <summary>Remembers both, a sign-in with its sessions or else by itself, in the transaction that opens the incident. Returns how many sessions there are.</summary>
    public static async Task<int> RememberAsync(this AuthDbContext context, IncidentEntity incident, CancellationToken cancellationToken)
    {
        var matched = await InsertedAsync(
            SessionIdsOf(context, incident),
            text => $"""
                INSERT INTO incident_targets (incident_id, number, session_id, sign_in_id)
                SELECT @of_incident, ROW_NUMBER() OVER (ORDER BY q.session_id), q.session_id, q.sign_in_id FROM ({text}) AS q (session_id, sign_in_id)
                """,
            command => command.Id("of_incident", incident.Id));
        if (incident.EndsSignIns)
        {
            await InsertedAsync(
                SignInIdsOf(context, incident),
                text => $"""
                    INSERT INTO incident_targets (incident_id, number, sign_in_id)
                    SELECT @of_incident, @sessions + ROW_NUMBER() OVER (ORDER BY q.sign_in_id), q.sign_in_id FROM ({text}) AS q (sign_in_id)
                    WHERE NOT EXISTS (SELECT 1 FROM incident_targets AS t WHERE t.incident_id = @of_incident AND t.sign_in_id = q.sign_in_id)
                    """,
                command => command.Id("of_incident", incident.Id).Number("sessions", matched));
        }

        return matched;

        async Task<int> InsertedAsync(IQueryable found, Func<string, string> statement, Action<DbCommand> bind)
        {
            await using var command = found.CreateDbCommand();
            command.CommandText = statement(command.CommandText);
            command.CommandTimeout = (int)RelationalIncidentStore.LongestLook.TotalSeconds;
            command.Transaction = context.Database.CurrentTransaction!.GetDbTransaction();
            bind(command);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Takes the next ones, up to a batch of them, out of what is remembered.</summary>
    public static async Task<IReadOnlyList<(Guid? Session, Guid? SignIn)>> TakeAsync(DbCommand take)
    {
        var targets = new List<(Guid?, Guid?)>(IncidentBatch.Size);
        await using var reader = await take.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            targets.Add((reader.IsDBNull(0) ? null : reader.GetGuid(0), reader.IsDBNull(1) ? null : reader.GetGuid(1)));
        }

        await reader.CloseAsync();
        return targets;
    }
}
