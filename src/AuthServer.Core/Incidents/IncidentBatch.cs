namespace AuthServer.Core.Incidents;

/// <summary>What a node has done of an incident in one turn.</summary>
/// <param name="Incident">As it is now.</param>
/// <param name="Ended">How many sessions ended, including those that were opened since the incident began.</param>
/// <param name="Lease">What the next turn goes on with; null when there is nothing left to do.</param>
public sealed record IncidentBatch(Incident Incident, int Ended, IncidentLease? Lease)
{
    /// <summary>How many sessions and sign-ins end in one turn: few, so that refreshes never wait long for a processor or the disk.</summary>
    public const int Size = 100;
}
