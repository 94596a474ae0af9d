namespace AuthServer.Core.Incidents;

/// <summary>That a node has an incident in hand, until when. When that instant has passed, another node takes it over.</summary>
/// <param name="Until">By the storage's own clock; also what tells this holder from others.</param>
public sealed record IncidentLease(IncidentId Id, DateTimeOffset Until)
{
    /// <summary>Longer than a batch, whose few statements take five seconds each at the most, and the pause after it: only what was abandoned is taken over.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(1);
}
