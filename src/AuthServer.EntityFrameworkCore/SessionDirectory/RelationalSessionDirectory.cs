using AuthServer.Core.Clients;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Sessions;
using AuthServer.Protocol.OAuth;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.SessionDirectory;

/// <summary>
/// Sessions for people, read from the database. Most filters are in the order of an index, and a page is read from there. Others (an address, a part of the user
/// agent, a last use) are not: what they find is sorted while it is little, and otherwise dense enough to be met by going through the newest, some at a time.
/// </summary>
public sealed class RelationalSessionDirectory(IDbContextFactory<AuthDbContext> contexts, TimeProvider time) : ISessionDirectory
{
    /// <summary>How many sessions are counted and sorted for a page at the most.</summary>
    public const int MostSorted = 5_000;

    /// <summary>How many sessions are gone through for a page at the most.</summary>
    public const int MostPassed = 10_000;

    public async Task<SessionPage> ListAsync(SessionFilter filter, SessionCursor? after, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.PlanForValuesAsync(cancellationToken);
        var sessions = context.Matching(filter);
        (int? total, SessionCursor? passed) = (null, null);
        if (!filter.IsInOrder())
        {
            var places = await context.PlacesAsync(filter, MostSorted + 1, cancellationToken);
            total = places.Count;
            if (places.Count <= MostSorted)
            {
                var page = context.SortedAfter(places, after).Take(take + 1).Select(place => place.Id).ToList();
                (sessions, after) = (context.Sessions.AsNoTracking().Where(session => page.Contains(session.Id)), null);
            }
            else
            {
                passed = await context.LastOfNextAsync(filter, after, MostPassed, cancellationToken);
                await context.GoThroughInOrderAsync(cancellationToken);
            }
        }

        // One more than asked for tells whether there is another page.
        var rows = await WithOwners(context, sessions.After(after).UpTo(passed).NewestFirst().Take(take + 1))
            .OrderByDescending(row => row.Session.CreatedAt).ThenByDescending(row => row.Session.Id)
            .ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        var entries = rows.Take(take).Select(row => Entry(row, now)).ToArray();
        return new SessionPage([.. entries], rows.Count > take ? entries[^1].Cursor : passed) { Total = total };
    }

    public async Task<int> CountAsync(SessionFilter filter, int? most, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var sessions = context.Matching(filter);
        if (most is not { } limit)
        {
            await using var unhurried = await context.ReadInOneProcessAsync(cancellationToken);
            return await sessions.CountAsync(cancellationToken);
        }

        await using var transaction = await context.PlanForValuesAsync(cancellationToken);
        return await sessions.Select(session => session.Id).Take(limit).CountAsync(cancellationToken);
    }

    public async Task<SessionBreakdown> BreakDownAsync(SessionFilter filter, int most, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var unhurried = await context.ReadInOneProcessAsync(cancellationToken);
        var sessions = context.Matching(filter);
        var users = await sessions.GroupBy(session => session.UserId).Select(group => new { group.Key, Count = group.Count() })
            .OrderByDescending(group => group.Count).ThenBy(group => group.Key).Take(most).ToListAsync(cancellationToken);
        var clients = await sessions.GroupBy(session => session.ClientId).Select(group => new { group.Key, Count = group.Count() })
            .OrderByDescending(group => group.Count).ThenBy(group => group.Key).Take(most).ToListAsync(cancellationToken);
        var addresses = await sessions.GroupBy(session => session.LastIp).Select(group => new { group.Key, Count = group.Count() })
            .OrderByDescending(group => group.Count).ThenBy(group => group.Key).Take(most).ToListAsync(cancellationToken);
        var ids = users.ConvertAll(user => user.Key);
        var names = await context.Users.Where(user => ids.Contains(user.Id)).ToDictionaryAsync(user => user.Id, user => user.UserName, cancellationToken);
        return new SessionBreakdown(
            [.. users.Select(user => new SessionShare(names.GetValueOrDefault(user.Key) ?? user.Key.ToString("D"), user.Count))],
            [.. clients.Select(client => new SessionShare(client.Key, client.Count))],
            [.. addresses.Select(address => new SessionShare(address.Key, address.Count))]);
    }

    public async Task<SessionEntry?> FindAsync(SessionId id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await WithOwners(context, context.Sessions.AsNoTracking().Where(session => session.Id == id.Value)).SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : Entry(row, time.GetUtcNow());
    }

    private static IQueryable<Row> WithOwners(AuthDbContext context, IQueryable<SessionEntity> sessions) =>
        from session in sessions
        from user in context.Users.Where(user => user.Id == session.UserId).DefaultIfEmpty()
        from client in context.Clients.Where(client => client.Id == session.ClientId).DefaultIfEmpty()
        select new Row
        {
            Session = session,
            UserName = user!.UserName,
            UserEpoch = user.Epoch,
            UserEpochReason = user.EpochReason,
            UserIsDisabled = user.Disabled,
            ClientName = client!.DisplayName,
            ClientEpoch = client.Epoch,
            ClientEpochReason = client.EpochReason,
            ClientIsDisabled = client.Disabled,
        };

    private static SessionEntry Entry(Row row, DateTimeOffset now) => new()
    {
        Id = new SessionId(row.Session.Id),
        UserId = new UserId(row.Session.UserId),
        UserName = row.UserName,
        ClientId = new ClientId(row.Session.ClientId),
        ClientName = row.ClientName is { Length: > 0 } name ? name : row.Session.ClientId,
        SignInId = row.Session.SignInId is { } signIn ? new SignInId(signIn) : null,
        Scopes = ScopeSet.FromStored(row.Session.Scopes),
        CreatedAt = row.Session.CreatedAt,
        AuthenticatedAt = row.Session.AuthenticatedAt,
        Acr = row.Session.Acr,
        Amr = row.Session.Amr,
        HasRefreshToken = row.Session.TokenHash is not null,
        IsKeyBound = row.Session.ProofKeyThumbprint is not null,
        Generation = row.Session.Generation,
        RotatedAt = row.Session.RotatedAt,
        Retries = row.Session.Retries,
        RetryStreak = row.Session.RetryStreak,
        LastUsedAt = row.Session.LastUsedAt,
        IdleExpiresAt = row.Session.IdleExpiresAt,
        AbsoluteExpiresAt = row.Session.AbsoluteExpiresAt,
        CreatedIp = row.Session.CreatedIp,
        CreatedUserAgent = row.Session.CreatedUserAgent,
        LastIp = row.Session.LastIp,
        LastUserAgent = row.Session.LastUserAgent,
        EndedAt = row.Session.EndedAt,
        EndReason = ReasonOf(row, now),
        EndedBy = row.Session.EndedBy,
    };

    private static EndReason? ReasonOf(Row row, DateTimeOffset now) =>
        row.Session.EndedAt is not null ? row.Session.EndReason ?? EndReason.AdminRevoked
        : new OwnerState(row.UserEpoch ?? 0, row.UserEpochReason, row.UserIsDisabled ?? true).EndsWhatIsOlderThan(row.Session.UserEpoch, EndReason.AccountDisabled)
            ?? new OwnerState(row.ClientEpoch ?? 0, row.ClientEpochReason, row.ClientIsDisabled ?? true).EndsWhatIsOlderThan(row.Session.ClientEpoch, EndReason.ClientDisabled)
            ?? Session.ExpiryAt(row.Session.IdleExpiresAt, row.Session.AbsoluteExpiresAt, now);

    /// <summary>A session's row with what its user and client say of it; theirs is null when they are gone.</summary>
    private sealed class Row
    {
        public required SessionEntity Session { get; init; }

        public string? UserName { get; init; }

        public int? UserEpoch { get; init; }

        public EndReason? UserEpochReason { get; init; }

        public bool? UserIsDisabled { get; init; }

        public string? ClientName { get; init; }

        public int? ClientEpoch { get; init; }

        public EndReason? ClientEpochReason { get; init; }

        public bool? ClientIsDisabled { get; init; }
    }
}
