namespace AuthServer.Core.Incidents;

/// <summary>What a node has done of an incident in one turn.</summary>
/// <param name="Incident">As it is now.</param>
/// <param name="Ended">How many sessions ended, including those that were opened since the incident began.</param>
/// <param name="Lease">What the next turn goes on with; null when there is nothing left to do.</param>
public sealed record IncidentBatch(Incident Incident, int Ended, IncidentLease? Lease);
