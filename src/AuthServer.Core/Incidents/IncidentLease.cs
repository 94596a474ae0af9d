namespace AuthServer.Core.Incidents;

/// <summary>That a node has an incident in hand, until when. When that instant has passed, another node takes it over.</summary>
/// <param name="Until">By the storage's own clock; also what tells this holder from others.</param>
public sealed record IncidentLease(IncidentId Id, DateTimeOffset Until);
