using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;

namespace AuthServer.Core.Incidents;

/// <summary>
/// The answer to an incident: everything that met a filter when it began is ended, in batches, by whichever node has it in hand. What is signed in later is left
/// alone; what is opened later from a browser sign-in that ends, ends with it.
/// </summary>
public sealed record Incident
{
    public required IncidentId Id { get; init; }

    public required SessionFilter Filter { get; init; }

    /// <summary>Why, in the words of whoever began it; kept in audit with every session that ends.</summary>
    public required string Note { get; init; }

    public required string Actor { get; init; }

    public required Caller Caller { get; init; }

    /// <summary>Whether the browser sign-ins end from which the sessions started, and those that meet the filter by themselves.</summary>
    public required bool EndsSignIns { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required IncidentState State { get; init; }

    /// <summary>How many active sessions met the filter when it began.</summary>
    public required int Matched { get; init; }

    /// <summary>How many of them it has ended so far. The others had ended by themselves; sign-ins are not counted.</summary>
    public required int Ended { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}
