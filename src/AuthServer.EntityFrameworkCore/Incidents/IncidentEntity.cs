using AuthServer.Core.Incidents;

namespace AuthServer.EntityFrameworkCore.Incidents;

/// <summary>The row of an incident; see <see cref="Incident"/> for what the members mean.</summary>
public sealed class IncidentEntity
{
    public Guid Id { get; set; }

    /// <summary>The stored form of <see cref="Core.SessionDirectory.SessionFilter"/>.</summary>
    public required string Filter { get; set; }

    public required string Note { get; set; }

    public required string Actor { get; set; }

    public required string Ip { get; set; }

    public required string UserAgent { get; set; }

    public bool EndsSignIns { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public IncidentState State { get; set; }

    public int Matched { get; set; }

    public int Ended { get; set; }

    /// <summary>The target up to which, in the order of their numbers, everything has been done.</summary>
    public int Position { get; set; }

    /// <summary>Until when a node has it in hand.</summary>
    public DateTimeOffset? TakenUntil { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}
