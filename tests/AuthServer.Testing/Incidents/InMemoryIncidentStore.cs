using AuthServer.Core.Audit;
using AuthServer.Core.Incidents;
using AuthServer.Core.Sessions;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Sessions;

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
        opened = opened with { Matched = Due(opened, Guid.Empty).Count() };
        database.Incidents[opened.Id] = new InMemoryIncident(opened);
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
        var ids = Due(incident, row.Position).Order().Take(EndSessions.BatchSize).ToList();
        var end = new EndSessions([], EndReason.Incident, incident.Actor, incident.Caller) { WithSignIns = incident.EndsSignIns, Note = incident.Note };
        var ended = _end.EndChosen(end, ids.Select(id => new SessionId(id)));
        var isLast = ids.Count < EndSessions.BatchSize;
        incident = incident with
        {
            Ended = incident.Ended + ended,
            State = isLast ? IncidentState.Finished : incident.State,
            FinishedAt = isLast ? database.Now : null,
        };
        var until = database.Now + lease;
        database.Incidents[incident.Id] = new InMemoryIncident(incident) { Position = isLast ? row.Position : ids[^1], TakenUntil = until };
        if (isLast)
        {
            Record(AuditEventTypes.IncidentFinished, incident.Actor, incident.Caller, incident.Note);
        }

        return new IncidentBatch(incident, ended, isLast ? null : new IncidentLease(incident.Id, until));
    }

    private IEnumerable<Guid> Due(Incident incident, Guid after) => database.Sessions.Values
        .Where(row => row.Session.EndedAt is null && row.Session.CreatedAt <= incident.CreatedAt && row.Session.Id.Value.CompareTo(after) > 0 && row.Matches(incident.Filter))
        .Select(row => row.Session.Id.Value);

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
