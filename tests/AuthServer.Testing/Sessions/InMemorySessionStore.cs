using AuthServer.Core.Artefacts;
using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Testing.Audit;

namespace AuthServer.Testing.Sessions;

/// <summary>The reference implementation of the contract: each verb is what stands between the braces of one lock.</summary>
public sealed class InMemorySessionStore(InMemoryDatabase database) : ISessionStore
{
    private readonly InMemorySessionEnd _end = new(database);

    public Task<SessionWrite> CreateAsync(NewSession session, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(() => Create(session)));
    }

    public Task<SessionWrite> RotateAsync(RotateSession rotation) => Task.FromResult(database.Read(() => Rotate(rotation)));

    public Task<SessionWrite> KeepAsync(KeepSession keep) => Task.FromResult(database.Read(() => Keep(keep)));

    public Task<SessionWrite> RetryAsync(RetrySession retry) => Task.FromResult(database.Read(() => Retry(retry)));

    public Task<SessionSnapshot?> FindAsync(SessionId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(() => database.Sessions.TryGetValue(id, out var row) ? Snapshot(row, database.Now) : null));
    }

    public Task<bool> EndAsync(EndSession command) => Task.FromResult(database.Read(() => End(command)));

    private SessionWrite Create(NewSession session)
    {
        var now = database.Now;
        if (!database.Users.TryGetValue(session.UserId, out var user) || user.Epoch != session.UserEpoch || user.Disabled || user.LockoutEnd > now
            || !database.Clients.TryGetValue(session.ClientId, out var client) || client.Registration.Epoch != session.ClientEpoch
            || client.Registration.Version != session.ClientVersion || client.Registration.Disabled)
        {
            return new SessionWrite.NotApplied();
        }

        var signIn = session.SignInId is { } signInId ? database.SignIns.GetValueOrDefault(signInId)?.SignIn : null;
        if (session.SignInId is not null
            && (signIn is null || signIn.UserId != session.UserId || signIn.UserEpoch != session.UserEpoch || signIn.EndedAt is not null || signIn.ExpiresAt <= now))
        {
            return new SessionWrite.NotApplied();
        }

        if (session.NeedsConsent && !database.Consents.ContainsKey((session.UserId, session.ClientId)))
        {
            return new SessionWrite.NotApplied();
        }

        if (session.Spends is { } key && !Spend(key, session, now))
        {
            return new SessionWrite.NotApplied();
        }

        var absolute = now + session.AbsoluteLifetime;
        absolute = session.TokenHash is null && signIn is not null ? Earlier(absolute, signIn.ExpiresAt) : absolute;
        var row = new InMemorySession(
            new Session
            {
                Id = session.Id,
                UserId = session.UserId,
                UserEpoch = session.UserEpoch,
                ClientId = session.ClientId,
                ClientEpoch = session.ClientEpoch,
                SignInId = session.SignInId,
                Scopes = session.Scopes,
                Audiences = session.Audiences,
                CreatedAt = now,
                AuthenticatedAt = session.AuthenticatedAt ?? now,
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
        database.AuditRecords.Add(AuditRecord.Of(new AuditEvent(AuditEventTypes.SessionCreated, Actors.User(session.UserId), session.Caller)
        {
            SessionId = session.Id,
            UserId = session.UserId,
            ClientId = session.ClientId,
        }));
        return new SessionWrite.Applied(Snapshot(row, now));
    }

    private bool Spend(ArtefactKey key, NewSession session, DateTimeOffset now)
    {
        if (!database.Artefacts.TryGetValue(key, out var artefact) || artefact.SpentAt is not null || artefact.ExpiresAt <= now
            || artefact.ClientId != session.ClientId || artefact.ClientEpoch != session.ClientEpoch
            || artefact.UserId != session.UserId || artefact.UserEpoch != session.UserEpoch)
        {
            return false;
        }

        database.Artefacts[key] = artefact with { SpentAt = now, SessionId = session.Id };
        return true;
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

    private SessionWrite Keep(KeepSession keep)
    {
        var now = database.Now;
        if (!database.Sessions.TryGetValue(keep.Id, out var row)
            || row.Session.Generation != keep.Generation || row.Session.TokenHash != keep.PresentedHash
            || !MayHaveIt(row, keep.ClientId, keep.ClientVersion, keep.ProofKeyThumbprint, now))
        {
            return new SessionWrite.NotApplied();
        }

        var idle = Earlier(now + keep.IdleLifetime, row.Session.AbsoluteExpiresAt);
        return Save(row with { Session = row.Session with { IdleExpiresAt = idle }, Rotated = keep.Caller, LastUsedAt = now }, now);
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

        _end.End(row, command.Reason, command.Actor, command.Caller, inFeed: true, command.Note, command.GenerationDistance);
        return true;
    }

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
