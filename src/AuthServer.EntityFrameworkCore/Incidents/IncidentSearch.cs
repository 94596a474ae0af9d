using System.Diagnostics;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.SessionDirectory;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Incidents;

/// <summary>
/// Finds the next sessions of an incident, and remembers what it has found beyond a batch: to look is what costs the most, and one look is enough for ten batches.
/// What ended meanwhile is passed over when its turn comes.
/// </summary>
internal sealed class IncidentSearch
{
    // What a stopped incident resumes with is looked for anew: meanwhile some may have been used, and do not meet the filter any more.
    private static readonly TimeSpan LongestRemembered = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private Found? _found;

    /// <summary>The next in id order, a batch of them unless they are the last.</summary>
    public async Task<IReadOnlyList<Guid>> NextAsync(AuthDbContext context, IncidentEntity incident, CancellationToken cancellationToken)
    {
        if (Remembered(incident) is { } remembered)
        {
            return remembered;
        }

        var ids = await LookAsync(context, incident, cancellationToken);
        lock (_gate)
        {
            _found = new Found(incident.Id, incident.Position, ids, Stopwatch.GetTimestamp());
        }

        return [.. ids.Take(EndSessions.BatchSize)];
    }

    /// <summary>
    /// While they are few, all that are left are found by whatever index finds them, and sorted; otherwise they are dense enough to be met by going through the
    /// ids.
    /// </summary>
    private static async Task<List<Guid>> LookAsync(AuthDbContext context, IncidentEntity incident, CancellationToken cancellationToken)
    {
        await using var planned = await context.PlanForValuesAsync(cancellationToken);
        var due = context.MatchingActive(incident).Where(session => session.Id.CompareTo(incident.Position) > 0);
        if (await due.Select(session => session.Id).Take(RelationalSessionDirectory.MostSorted + 1).CountAsync(cancellationToken) <= RelationalSessionDirectory.MostSorted)
        {
            due = due.Take(RelationalSessionDirectory.MostSorted);
        }

        return await due.OrderBy(session => session.Id).Select(session => session.Id).Take(RelationalSessionDirectory.MostSorted).ToListAsync(cancellationToken);
    }

    /// <summary>What was found behind where the incident is now; null when that is not known, or less than a batch and perhaps not all.</summary>
    private List<Guid>? Remembered(IncidentEntity incident)
    {
        lock (_gate)
        {
            if (_found is not { } found || found.Incident != incident.Id || Stopwatch.GetElapsedTime(found.At) > LongestRemembered)
            {
                return null;
            }

            var done = incident.Position == found.After ? 0 : found.Ids.IndexOf(incident.Position) + 1;
            var isKnown = done > 0 || incident.Position == found.After;
            var next = found.Ids.Skip(done).Take(EndSessions.BatchSize).ToList();
            return isKnown && (found.IsAll || next.Count == EndSessions.BatchSize) ? next : null;
        }
    }

    /// <param name="After">The position from which was looked.</param>
    private sealed record Found(Guid Incident, Guid After, List<Guid> Ids, long At)
    {
        public bool IsAll => Ids.Count < RelationalSessionDirectory.MostSorted;
    }
}
