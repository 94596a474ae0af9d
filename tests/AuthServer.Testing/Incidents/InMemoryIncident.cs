using AuthServer.Core.Incidents;

namespace AuthServer.Testing.Incidents;

/// <summary>The row of an incident.</summary>
internal sealed record InMemoryIncident(Incident Incident)
{
    public Guid Position { get; init; }

    public DateTimeOffset? TakenUntil { get; init; }
}
