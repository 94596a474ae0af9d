using AuthServer.Core.Sessions;

namespace AuthServer.Core.Incidents;

/// <summary>Where incidents are kept and worked off. Each verb is atomic, and every stored or compared instant is the storage's own.</summary>
public interface IIncidentStore
{
    /// <summary>
    /// Begins an incident, with audit, and remembers what it is about: the active sessions that meet its filter now, which are counted, and after them the active
    /// browser sign-ins that do so by their own user, address, user agent and times. They will end, whatever becomes of them meanwhile.
    /// </summary>
    Task<Incident> OpenAsync(NewIncident incident, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="take"/> incidents, newest first.</summary>
    Task<IReadOnlyList<Incident>> ListAsync(int take, CancellationToken cancellationToken);

    Task<Incident?> FindAsync(IncidentId id, CancellationToken cancellationToken);

    /// <summary>
    /// Stops a running incident, with audit; false when it was not running. When it returns, no batch is under way.
    /// </summary>
    Task<bool> StopAsync(IncidentId id, string actor, Caller caller, CancellationToken cancellationToken);

    /// <summary>Lets a stopped incident go on from where it was, with audit; false when it was not stopped.</summary>
    Task<bool> ResumeAsync(IncidentId id, string actor, Caller caller, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a running incident that no other node has in hand, and ends up to <see cref="IncidentBatch.Size"/> of its sessions and sign-ins with feed, audit, logout messages and the
    /// incident's own progress in one transaction, which when it fails leaves the incident as it was, in the hand in which it was. With a sign-in, also the
    /// sessions end that were opened from it since the incident began. Null when there is none to take. <see cref="SessionEnding"/> is the only caller.
    /// </summary>
    /// <param name="held">What the turn before has left in hand, or null.</param>
    /// <param name="lease">How long the incident stays in hand, from the beginning of this turn.</param>
    Task<IncidentBatch?> EndBatchAsync(IncidentLease? held, TimeSpan lease, CancellationToken cancellationToken);
}
