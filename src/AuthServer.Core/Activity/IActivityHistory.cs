namespace AuthServer.Core.Activity;

/// <summary>What happened in each minute, on all nodes together.</summary>
public interface IActivityHistory
{
    /// <summary>Adds to what other nodes have counted, by one statement.</summary>
    Task AddAsync(IReadOnlyCollection<ActivityCount> counts, CancellationToken cancellationToken);

    /// <summary>Counts the active sessions and keeps the number as the minute's sample. Returns it.</summary>
    Task<long> SampleActiveSessionsAsync(DateTimeOffset minute, CancellationToken cancellationToken);

    /// <summary>The last sample of active sessions that is no older than <paramref name="since"/>; null when there is none.</summary>
    Task<long?> FindActiveSessionsAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The series of every name that has a count in the period, ordered by name.</summary>
    Task<IReadOnlyList<ActivitySeries>> ReadAsync(ActivityPeriod period, CancellationToken cancellationToken);
}
