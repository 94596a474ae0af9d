using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Testing.Audit;

namespace AuthServer.Testing.Sessions;

/// <summary>The reference implementation of the contract: each verb is what stands between the braces of one lock.</summary>
public sealed class InMemorySessionStore(InMemoryDatabase database) : ISessionStore
{
    private const int BatchSize = 500;

    public Task<SessionWrite> CreateAsync(NewSession session, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(() => Create(session)));
    }

    public Task<SessionWrite> RotateAsync(RotateSession rotation) => Task.FromResult(database.Read(() => Rotate(rotation)));

    public Task<SessionWrite> RetryAsync(RetrySession retry) => Task.FromResult(database.Read(() => Retry(retry)));

    public Task<SessionSnapshot?> FindAsync(SessionId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(() => database.Sessions.TryGetValue(id, out var row) ? Snapshot(row, database.Now) : null));
    }

    public Task<bool> EndAsync(EndSession command) => Task.FromResult(database.Read(() => End(command)));

    public async Task<int> EndAllOfUserAsync(EndSessionsOfUser command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (database.Read(() => RaiseEpoch(command)) is not { } epoch)
        {
            return 0;
        }

        var total = 0;
        for (var marked = BatchSize; marked == BatchSize; total += marked)
        {
            marked = database.Read(() => MarkEnded(command, epoch));
            await Task.Yield();
        }

        return total;
    }

    private SessionWrite Create(NewSession session)
    {
        var now = database.Now;
        if (!database.Users.TryGetValue(session.UserId, out var user) || user.Epoch != session.UserEpoch || user.Disabled || user.LockoutEnd > now
            || !database.Clients.TryGetValue(session.ClientId, out var client) || client.Registration.Epoch != session.ClientEpoch
            || client.Registration.Version != session.ClientVersion || client.Registration.Disabled)
        {
            return new SessionWrite.NotApplied();
        }

        var absolute = now + session.AbsoluteLifetime;
        var row = new InMemorySession(
            new Session
            {
                Id = session.Id,
                UserId = session.UserId,
                UserEpoch = session.UserEpoch,
                ClientId = session.ClientId,
                ClientEpoch = session.ClientEpoch,
                Scopes = session.Scopes,
                Audiences = session.Audiences,
                CreatedAt = now,
                AuthenticatedAt = now,
                Acr = session.Acr,
                Amr = session.Amr,
                Generation = 0,
                TokenHash = session.TokenHash,
                KeyId = session.KeyId,
                RotatedAt = now,
                IdleExpiresAt = Earlier(now + session.IdleLifetime, absolute),
                AbsoluteExpiresAt = absolute,
                ProofKeyThumbprint = session.ProofKeyThumbprint,
            },
            Created: session.Caller,
            Rotated: session.Caller)
        { LastUsedAt = now };
        database.Sessions.Add(session.Id, row);
        Record(AuditEventTypes.SessionCreated, Actors.User(session.UserId), session.Caller, row.Session, reason: null, distance: null);
        return new SessionWrite.Applied(Snapshot(row, now));
    }

    private SessionWrite Rotate(RotateSession rotation)
    {
        var now = database.Now;
        if (!database.Sessions.TryGetValue(rotation.Id, out var row)
            || row.Session.Generation != rotation.Generation || row.Session.TokenHash != rotation.PresentedHash
            || !MayHaveIt(row, rotation.ClientId, rotation.ClientVersion, rotation.ProofKeyThumbprint, now))
        {
            return new SessionWrite.NotApplied();
        }

        var session = row.Session;
        return Save(
            row with
            {
                Session = session with
                {
                    Generation = session.Generation + 1,
                    TokenHash = rotation.SuccessorHash,
                    PredecessorHash = session.TokenHash,
                    Salt = rotation.Salt,
                    KeyId = rotation.KeyId,
                    RotatedAt = now,
                    Retries = 0,
                    RetryStreak = session.ForeignRetry ? session.RetryStreak : 0,
                    ForeignRetry = false,
                    IdleExpiresAt = Earlier(now + rotation.IdleLifetime, session.AbsoluteExpiresAt),
                },
                Rotated = rotation.Caller,
                LastUsedAt = now,
            },
            now);
    }

    private SessionWrite Retry(RetrySession retry)
    {
        var now = database.Now;
        if (!database.Sessions.TryGetValue(retry.Id, out var row)
            || row.Session.Generation != retry.Generation + 1L || row.Session.PredecessorHash != retry.PresentedHash
            || !MayHaveIt(row, retry.ClientId, retry.ClientVersion, retry.ProofKeyThumbprint, now)
            || row.Session.Retries >= retry.RetryLimit || row.Session.InheritedStreak >= retry.ForeignRetryLimit
            || !(row.Session.ProofKeyThumbprint is null ? retry.Window : retry.BoundWindow).Admits(row.Session.RotatedAt, now))
        {
            return new SessionWrite.NotApplied();
        }

        var session = row.Session;
        var isFirstForeign = !session.ForeignRetry && !row.IsFrom(retry.Caller);
        return Save(
            row with
            {
                Session = session with
                {
                    Retries = session.Retries + 1,
                    RetryStreak = session.RetryStreak + (isFirstForeign ? 1 : 0),
                    ForeignRetry = session.ForeignRetry || isFirstForeign,
                },
                LastUsedAt = now,
            },
            now);
    }

    private bool End(EndSession command)
    {
        var now = database.Now;
        if (!database.Sessions.TryGetValue(command.Id, out var row) || row.Session.EndedAt is not null
            || (command.OnlyOfClient is { } client && client != row.Session.ClientId)
            || (command.OnlyIfExpired && row.Session.ExpiryAt(now) is null))
        {
            return false;
        }

        MarkEnded(row, command.Reason, command.Actor, command.Caller, command.GenerationDistance, now);
        database.RevocationRecords.Add(new RevocationRecord(RevocationSubject.Session, command.Id.ToString(), MinimumEpoch: 0));
        return true;
    }

    private int? RaiseEpoch(EndSessionsOfUser command)
    {
        if (!database.Users.TryGetValue(command.UserId, out var user))
        {
            return null;
        }

        var raised = user with { Epoch = user.Epoch + 1, EpochReason = command.Reason };
        database.Users[user.Id] = raised;
        database.RevocationRecords.Add(new RevocationRecord(RevocationSubject.User, user.Id.ToString(), raised.Epoch));
        database.AuditRecords.Add(AuditRecord.Of(
            new AuditEvent(AuditEventTypes.UserSessionsEnded, command.Actor, command.Caller) { UserId = user.Id, Reason = command.Reason.Exact() }));
        return raised.Epoch;
    }

    private int MarkEnded(EndSessionsOfUser command, int epoch)
    {
        var now = database.Now;
        var due = database.Sessions.Values
            .Where(row => row.Session.UserId == command.UserId && row.Session.EndedAt is null && row.Session.UserEpoch < epoch)
            .OrderBy(row => row.Session.Id.Value)
            .Take(BatchSize)
            .ToList();
        due.ForEach(row => MarkEnded(row, command.Reason, command.Actor, command.Caller, distance: null, now));
        return due.Count;
    }

    private void MarkEnded(InMemorySession row, EndReason reason, string actor, Caller caller, long? distance, DateTimeOffset now)
    {
        database.Sessions[row.Session.Id] = row with { Session = row.Session with { EndedAt = now, EndReason = reason }, EndedBy = actor };
        Record(AuditEventTypes.SessionEnded, actor, caller, row.Session, reason, distance);
    }

    private void Record(string type, string actor, Caller caller, Session session, EndReason? reason, long? distance) =>
        database.AuditRecords.Add(new AuditRecord(type, actor)
        {
            SessionId = session.Id,
            UserId = session.UserId,
            ClientId = session.ClientId,
            Reason = reason?.Exact(),
            Ip = caller.Ip,
            UserAgent = caller.UserAgent,
            GenerationDistance = distance,
        });

    /// <summary>What a rotation and a retry ask of the session, its user and its client alike.</summary>
    private bool MayHaveIt(InMemorySession row, ClientId clientId, int clientVersion, string? proofKeyThumbprint, DateTimeOffset now)
    {
        var snapshot = Snapshot(row, now);
        return row.Session.ClientId == clientId && snapshot.ClientVersion == clientVersion && snapshot.IsLive
            && (row.Session.ProofKeyThumbprint is not { } bound || string.Equals(bound, proofKeyThumbprint, StringComparison.Ordinal));
    }

    private SessionWrite.Applied Save(InMemorySession row, DateTimeOffset now)
    {
        database.Sessions[row.Session.Id] = row;
        return new SessionWrite.Applied(Snapshot(row, now));
    }

    /// <summary>An owner that no longer exists reads as disabled.</summary>
    private SessionSnapshot Snapshot(InMemorySession row, DateTimeOffset now)
    {
        var user = database.Users.GetValueOrDefault(row.Session.UserId);
        var client = database.Clients.GetValueOrDefault(row.Session.ClientId);
        var gone = new OwnerState(0, null, Disabled: true);
        return new SessionSnapshot(
            row.Session, user?.State ?? gone, client?.State ?? gone, user?.Claims ?? UserClaims.None, client?.Registration.Version ?? 0, now);
    }

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}
