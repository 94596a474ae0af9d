using AuthServer.Core.Audit;
using AuthServer.Core.Incidents;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Sessions;
using AuthServer.Testing.SignIns;

namespace AuthServer.Testing.Incidents;

/// <summary>The reference implementation of incidents: each verb is what stands between the braces of one lock.</summary>
public sealed class InMemoryIncidentStore(InMemoryDatabase database) : IIncidentStore
{
    private readonly InMemorySessionEnd _end = new(database);

    public Task<Incident> OpenAsync(NewIncident incident, CancellationToken cancellationToken) => Task.FromResult(database.Read(() =>
    {
        var opened = new Incident
        {
            Id = new IncidentId(Guid.CreateVersion7()),
            Filter = incident.Filter,
            Note = incident.Note,
            Actor = incident.Actor,
            Caller = incident.Caller,
            EndsSignIns = incident.EndsSignIns,
            CreatedAt = database.Now,
            State = IncidentState.Running,
            Matched = 0,
            Ended = 0,
        };
        var sessions = Sessions(opened).ToList();
        opened = opened with { Matched = sessions.Count };
        database.Incidents[opened.Id] = new InMemoryIncident(opened) { Targets = [.. sessions, .. opened.EndsSignIns ? SignIns(opened) : []] };
        Record(AuditEventTypes.IncidentOpened, incident.Actor, incident.Caller, incident.Note);
        return opened;
    }));

    public Task<IReadOnlyList<Incident>> ListAsync(int take, CancellationToken cancellationToken) => Task.FromResult(database.Read<IReadOnlyList<Incident>>(() =>
        [.. database.Incidents.Values.Select(row => row.Incident).OrderByDescending(incident => incident.CreatedAt).ThenByDescending(incident => incident.Id.Value).Take(take)]));

    public Task<Incident?> FindAsync(IncidentId id, CancellationToken cancellationToken) =>
        Task.FromResult(database.Read(() => database.Incidents.GetValueOrDefault(id)?.Incident));

    public Task<bool> StopAsync(IncidentId id, string actor, Caller caller, CancellationToken cancellationToken) =>
        Task.FromResult(database.Read(() => Change(id, IncidentState.Running, IncidentState.Stopped, AuditEventTypes.IncidentStopped, actor, caller)));

    public Task<bool> ResumeAsync(IncidentId id, string actor, Caller caller, CancellationToken cancellationToken) =>
        Task.FromResult(database.Read(() => Change(id, IncidentState.Stopped, IncidentState.Running, AuditEventTypes.IncidentResumed, actor, caller)));

    public Task<IncidentBatch?> EndBatchAsync(IncidentLease? held, TimeSpan lease, CancellationToken cancellationToken) =>
        Task.FromResult(database.Read(() => Take(held) is { } row ? End(row, lease) : null));

    private InMemoryIncident? Take(IncidentLease? held) => database.Incidents.Values
        .Where(row => row.Incident.State == IncidentState.Running
            && (held is null ? row.TakenUntil is null || row.TakenUntil <= database.Now : row.Incident.Id == held.Id && row.TakenUntil == held.Until))
        .OrderBy(row => row.Incident.CreatedAt)
        .FirstOrDefault();

    private IncidentBatch End(InMemoryIncident row, TimeSpan lease)
    {
        var incident = row.Incident;
        var targets = row.Targets.Take(IncidentBatch.Size).ToList();
        var (ended, others) = End(incident, targets);
        var isLast = targets.Count < IncidentBatch.Size;
        incident = incident with
        {
            Ended = incident.Ended + ended,
            State = isLast ? IncidentState.Finished : incident.State,
            FinishedAt = isLast ? database.Now : null,
        };
        var until = database.Now + lease;
        database.Incidents[incident.Id] = row with { Incident = incident, Targets = [.. row.Targets.Skip(targets.Count)], TakenUntil = until };
        if (isLast)
        {
            Record(AuditEventTypes.IncidentFinished, incident.Actor, incident.Caller, incident.Note);
        }

        return new IncidentBatch(incident, ended + others, isLast ? null : new IncidentLease(incident.Id, until));
    }

    /// <summary>How many of the targets' sessions have ended, and how many that were opened from their sign-ins since the incident began.</summary>
    private (int Ended, int Others) End(Incident incident, IReadOnlyCollection<(SessionId? Session, SignInId? SignIn)> targets)
    {
        var signIns = incident.EndsSignIns ? targets.Select(target => target.SignIn).OfType<SignInId>().ToHashSet() : [];
        foreach (var signIn in signIns.Select(database.SignIns.GetValueOrDefault).OfType<InMemorySignIn>().Where(signIn => signIn.SignIn.EndedAt is null))
        {
            signIn.End(database, EndReason.Incident, incident.Actor, incident.Caller, incident.Note);
        }

        return (
            EndSessions(targets.Select(target => target.Session).OfType<SessionId>().Select(database.Sessions.GetValueOrDefault).OfType<InMemorySession>()),
            EndSessions(database.Sessions.Values.Where(row =>
                row.Session.SignInId is { } signIn && signIns.Contains(signIn) && row.Session.CreatedAt > incident.CreatedAt)));

        int EndSessions(IEnumerable<InMemorySession> rows)
        {
            var due = rows.Where(row => row.Session.EndedAt is null).ToList();
            due.ForEach(row => _end.End(row, EndReason.Incident, incident.Actor, incident.Caller, inFeed: true, incident.Note));
            return due.Count;
        }
    }

    private IEnumerable<(SessionId? Session, SignInId? SignIn)> Sessions(Incident incident) => database.Sessions.Values
        .Where(row => row.Session.EndedAt is null && row.Session.CreatedAt <= incident.CreatedAt && row.Matches(incident.Filter))
        .OrderBy(row => row.Session.Id.Value)
        .Select(row => ((SessionId?)row.Session.Id, row.Session.SignInId));

    private IEnumerable<(SessionId? Session, SignInId? SignIn)> SignIns(Incident incident) => database.SignIns.Values
        .Where(row => row.SignIn.EndedAt is null && row.SignIn.CreatedAt <= incident.CreatedAt && row.Matches(incident.Filter))
        .OrderBy(row => row.SignIn.Id.Value)
        .Select(row => ((SessionId?)null, (SignInId?)row.SignIn.Id));

    private bool Change(IncidentId id, IncidentState from, IncidentState to, string auditEvent, string actor, Caller caller)
    {
        if (database.Incidents.GetValueOrDefault(id) is not { } row || row.Incident.State != from)
        {
            return false;
        }

        database.Incidents[id] = row with { Incident = row.Incident with { State = to }, TakenUntil = null };
        Record(auditEvent, actor, caller, id.ToString());
        return true;
    }

    private void Record(string type, string actor, Caller caller, string detail) =>
        database.AuditRecords.Add(AuditRecord.Of(new AuditEvent(type, actor, caller) { Detail = detail }));
}
