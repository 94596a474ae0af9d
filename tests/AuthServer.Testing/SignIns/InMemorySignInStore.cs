using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Sessions;

namespace AuthServer.Testing.SignIns;

/// <summary>The reference implementation of the contract: each verb is what stands between the braces of one lock.</summary>
public sealed class InMemorySignInStore(InMemoryDatabase database) : ISignInStore
{
    private readonly InMemorySessionEnd _end = new(database);

    public Task<SignInSnapshot?> CreateAsync(NewSignIn signIn, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(() => Create(signIn)));
    }

    public Task<SignInSnapshot?> FindAsync(SignInId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(() => Find(id)));
    }

    public Task<SignInSnapshot?> RaiseAsync(SignInId id, string acr, string amr, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(() => Raise(id, acr, amr)));
    }

    public Task<bool> NoteSeenAsync(SignInId id, TimeSpan pause, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(() => NoteSeen(id, pause)));
    }

    public Task<IReadOnlyList<SessionId>?> EndAsync(EndSignIn command) => Task.FromResult(database.Read(() => End(command)));

    private SignInSnapshot? Create(NewSignIn signIn)
    {
        var now = database.Now;
        if (!database.Users.TryGetValue(signIn.UserId, out var user) || user.Epoch != signIn.UserEpoch || user.Disabled || user.LockoutEnd > now)
        {
            return null;
        }

        database.SignIns.Add(signIn.Id, new InMemorySignIn(
            new SignIn
            {
                Id = signIn.Id,
                UserId = signIn.UserId,
                UserEpoch = signIn.UserEpoch,
                CreatedAt = now,
                AuthenticatedAt = now,
                Acr = signIn.Acr,
                Amr = signIn.Amr,
                ExpiresAt = now + signIn.Lifetime,
                LastSeenAt = now,
            },
            signIn.Caller));
        database.AuditRecords.Add(AuditRecord.Of(
            new AuditEvent(AuditEventTypes.SignInCreated, Actors.User(signIn.UserId), signIn.Caller) { UserId = signIn.UserId }));
        return Find(signIn.Id);
    }

    private SignInSnapshot? Raise(SignInId id, string acr, string amr)
    {
        if (Find(id) is not { IsLive: true })
        {
            return null;
        }

        var row = database.SignIns[id];
        var now = database.Now;
        database.SignIns[id] = row with { SignIn = row.SignIn with { AuthenticatedAt = now, Acr = acr, Amr = amr, LastSeenAt = now } };
        return Find(id);
    }

    private bool NoteSeen(SignInId id, TimeSpan pause)
    {
        if (!database.SignIns.TryGetValue(id, out var row) || row.SignIn.EndedAt is not null || row.SignIn.LastSeenAt + pause > database.Now)
        {
            return false;
        }

        database.SignIns[id] = row with { SignIn = row.SignIn with { LastSeenAt = database.Now } };
        return true;
    }

    private IReadOnlyList<SessionId>? End(EndSignIn command)
    {
        if (!database.SignIns.TryGetValue(command.Id, out var row) || row.SignIn.EndedAt is not null)
        {
            return null;
        }

        row.End(database, command.Reason, command.Actor, command.Caller, command.Note);
        var due = database.Sessions.Values
            .Where(session => session.Session.SignInId == command.Id && session.Session.EndedAt is null && !Stays(session.Session, command.Reason))
            .OrderBy(session => session.Session.Id.Value)
            .ToList();
        due.ForEach(session => _end.End(session, command.Reason, command.Actor, command.Caller, inFeed: true, command.Note));
        return [.. due.Select(session => session.Session.Id)];
    }

    private bool Stays(Session session, EndReason reason) =>
        reason == EndReason.SignedOut && session.TokenHash is not null
        && database.Clients.GetValueOrDefault(session.ClientId)?.Registration.Metadata.KeepOfflineSessionsAtLogout == true;

    /// <summary>A user who no longer exists reads as disabled.</summary>
    private SignInSnapshot? Find(SignInId id)
    {
        if (!database.SignIns.TryGetValue(id, out var row))
        {
            return null;
        }

        var user = database.Users.GetValueOrDefault(row.SignIn.UserId);
        return new SignInSnapshot(row.SignIn, user?.State ?? new OwnerState(0, null, Disabled: true), user?.Claims ?? UserClaims.None, database.Now);
    }
}
