using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;

namespace AuthServer.Testing.Sessions;

/// <summary>The end of what has expired, in memory.</summary>
public sealed class InMemorySessionExpiry(InMemoryDatabase database) : ISessionExpiry
{
    private readonly InMemorySessionEnd _end = new(database);

    public Task<IReadOnlyList<IdleLimit>> ListIdleLimitsAsync(CancellationToken cancellationToken) => Task.FromResult(database.Read<IReadOnlyList<IdleLimit>>(() =>
        [.. database.Clients.Values.Select(client => new IdleLimit(client.Registration.Id, client.Registration.SessionIdleLifetime))]));

    public Task<IdleSweep> EndIdleAsync(IdleLimit limit, SweepPosition? after, CancellationToken cancellationToken) => Task.FromResult(database.Read(() =>
    {
        var examined = database.Sessions.Values
            .Where(row => row.Session.ClientId == limit.ClientId && row.Session.EndedAt is null && row.LastUsedAt + limit.Lifetime <= database.Now)
            .Select(row => (Row: row, Position: new SweepPosition(DateOnly.FromDateTime(row.LastUsedAt.UtcDateTime), row.Session.Id)))
            .Where(candidate => after is null || Compare(candidate.Position, after) > 0)
            .OrderBy(candidate => candidate.Position, Comparer<SweepPosition>.Create(Compare))
            .Take(ISessionExpiry.BatchSize)
            .ToList();
        var ended = End(examined.Select(candidate => candidate.Row), EndReason.IdleExpired);
        return new IdleSweep(ended, examined.Count == ISessionExpiry.BatchSize ? examined[^1].Position : null);
    }));

    public Task<int> EndPastAbsoluteAsync(CancellationToken cancellationToken) => Task.FromResult(database.Read(() =>
        End(database.Sessions.Values, EndReason.AbsoluteExpired)));

    public Task<int> EndSignInsAsync(CancellationToken cancellationToken) => Task.FromResult(database.Read(() =>
    {
        var due = database.SignIns.Values
            .Where(row => row.SignIn.EndedAt is null && row.SignIn.ExpiresAt <= database.Now)
            .Take(ISessionExpiry.BatchSize)
            .ToList();
        due.ForEach(row => row.End(database, EndReason.AbsoluteExpired, Actors.Server, Caller.Unknown, note: null));
        return due.Count;
    }));

    private int End(IEnumerable<InMemorySession> rows, EndReason reason)
    {
        var due = rows
            .Where(row => row.Session.EndedAt is null && row.Session.ExpiryAt(database.Now) == reason)
            .OrderBy(row => row.Session.Id.Value)
            .Take(ISessionExpiry.BatchSize)
            .ToList();
        due.ForEach(row => _end.End(row, reason, Actors.Server, Caller.Unknown, inFeed: false, note: null));
        return due.Count;
    }

    private static int Compare(SweepPosition? left, SweepPosition? right) =>
        (left!.LastUsedOn, left.Id.Value).CompareTo((right!.LastUsedOn, right.Id.Value));
}
