using AuthServer.Core.Artefacts;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Logout;
using AuthServer.Testing.Sessions;
using FluentAssertions;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>What every session store must do; each class that derives pins one verb, and runs once for each kind of storage.</summary>
public abstract class SessionStoreContract(SessionStorage storage)
{
    // PostgreSQL keeps microseconds, and its clock goes on between two statements of a test.
    protected static readonly TimeSpan Precision = TimeSpan.FromSeconds(5);

    protected SessionStorage Storage => storage;

    protected ISessionStore Store => storage.First.Store;

    /// <summary>A client that listens for logout messages.</summary>
    protected Task<ClientRegistration> AddListenerAsync(bool keepsOfflineSessions = false) => AddClientAsync(client => client with
    {
        Metadata = new ClientMetadata { BackchannelLogoutUri = "https://app.example/logout", KeepOfflineSessionsAtLogout = keepsOfflineSessions },
    });

    protected Task<ClientRegistration> AddClientAsync(Func<ClientRegistration, ClientRegistration>? adjust = null)
    {
        var client = new ClientRegistration
        {
            Id = new ClientId($"app-{Guid.NewGuid():N}"),
            Type = ClientType.Public,
            GrantTypes = [GrantTypes.Password, GrantTypes.RefreshToken],
            Scopes = ScopeSet.Of(["openid", "offline_access", "orders.read", "orders.write"]),
            DefaultScopes = ScopeSet.Of(["openid", "offline_access", "orders.read"]),
        };
        return storage.AddClientAsync(adjust?.Invoke(client) ?? client);
    }

    protected static NewSession NewSession(TestUser user, ClientRegistration client) => new()
    {
        Id = SessionId.New(DateTimeOffset.UtcNow),
        UserId = user.Id,
        UserEpoch = user.Epoch,
        ClientId = client.Id,
        ClientEpoch = client.Epoch,
        ClientVersion = client.Version,
        Scopes = client.DefaultScopes,
        Audiences = ScopeSet.Of(["orders"]),
        Acr = "1",
        Amr = "pwd otp",
        TokenHash = Held.NewHash(),
        KeyId = 1,
        IdleLifetime = client.SessionIdleLifetime,
        AbsoluteLifetime = client.SessionAbsoluteLifetime,
        Caller = Callers.Home,
    };

    protected async Task<Held> SignInAsync(
        Func<ClientRegistration, ClientRegistration>? client = null, Func<NewSession, NewSession>? adjust = null, UserClaims? claims = null)
    {
        var user = await storage.AddUserAsync(claims);
        return await SignInAsync(user, await AddClientAsync(client), adjust);
    }

    protected async Task<Held> SignInAsync(TestUser user, ClientRegistration client, Func<NewSession, NewSession>? adjust = null)
    {
        var session = NewSession(user, client);
        session = adjust?.Invoke(session) ?? session;
        await AppliedAsync(Store.CreateAsync(session, CancellationToken.None));
        return new Held(session, user, client);
    }

    /// <summary>A session one generation on, rotated from <see cref="Callers.Home"/>.</summary>
    protected async Task<Held> SignInAndRotateAsync(
        Func<ClientRegistration, ClientRegistration>? client = null, Func<NewSession, NewSession>? adjust = null) =>
        await RotateAsync(await SignInAsync(client, adjust));

    protected async Task<Held> RotateAsync(Held held, Caller? caller = null)
    {
        var rotation = held.Rotation() with { Caller = caller ?? Callers.Home };
        await AppliedAsync(Store.RotateAsync(rotation));
        return held.After(rotation);
    }

    protected async Task<Session> RetryAsync(Held held, Caller? caller = null) =>
        (await AppliedAsync(Store.RetryAsync(held.Retry() with { Caller = caller ?? Callers.Home }))).Session;

    protected static async Task<SessionSnapshot> AppliedAsync(Task<SessionWrite> write) =>
        (await write).Should().BeOfType<SessionWrite.Applied>().Subject.Snapshot;

    /// <summary>A browser's sign-in, live for a day unless said otherwise.</summary>
    protected async Task<SignIn> SignBrowserInAsync(TestUser user, TimeSpan? lifetime = null) =>
        (await storage.First.SignIns.CreateAsync(NewSignIn(user) with { Lifetime = lifetime ?? TimeSpan.FromDays(1) }, CancellationToken.None))!.SignIn;

    protected static NewSignIn NewSignIn(TestUser user) => new()
    {
        Id = SignInId.New(DateTimeOffset.UtcNow),
        UserId = user.Id,
        UserEpoch = user.Epoch,
        Acr = "1",
        Amr = "pwd otp",
        Lifetime = TimeSpan.FromDays(1),
        Caller = Callers.Home,
    };

    protected async Task<ArtefactKey> AddCodeAsync(TestUser user, ClientRegistration client, Func<NewArtefact, NewArtefact>? adjust = null)
    {
        var code = NewCode(user, client);
        code = adjust?.Invoke(code) ?? code;
        (await storage.First.Artefacts.AddAsync(code, CancellationToken.None)).Should().BeTrue();
        return code.Key;
    }

    protected static NewArtefact NewCode(TestUser user, ClientRegistration client) => new()
    {
        Key = ArtefactKey.Of(ArtefactKind.AuthorizationCode, ArtefactKey.NewHandle()),
        ClientId = client.Id,
        ClientEpoch = client.Epoch,
        UserId = user.Id,
        UserEpoch = user.Epoch,
        Payload = """{"nonce":"n"}""",
        Lifetime = TimeSpan.FromMinutes(1),
    };

    protected Task<OneTimeArtefact?> FindAsync(ArtefactKey key) => storage.Second.Artefacts.FindAsync(key, CancellationToken.None);

    protected async Task<SignInSnapshot> FindAsync(SignInId id) => (await storage.Second.SignIns.FindAsync(id, CancellationToken.None))!;

    protected Task<IReadOnlyList<SessionId>?> EndAsync(SignIn signIn, EndReason reason = EndReason.SignedOut) =>
        storage.Second.SignIns.EndAsync(new EndSignIn(signIn.Id, reason, "user:someone", Callers.OtherNetwork));

    protected async Task<IReadOnlyList<LogoutRecord>> LogoutsOfAsync(UserId user) =>
        (await storage.ReadLogoutsAsync()).Where(record => record.UserId == user).ToList();

    protected async Task<SessionSnapshot> FindAsync(Held held) => (await Store.FindAsync(held.Id, CancellationToken.None))!;

    /// <summary>The write is refused, and the row stays as it was, byte for byte (invariant 9).</summary>
    protected async Task RefusesAsync(SessionId session, Func<Task<SessionWrite>> write)
    {
        var before = await storage.ReadRowAsync(session);
        (await write()).Should().BeOfType<SessionWrite.NotApplied>();
        (await storage.ReadRowAsync(session)).Should().Be(before);
    }

    protected async Task<IReadOnlyList<AuditRecord>> AuditOfAsync(UserId user) =>
        (await storage.ReadAuditAsync()).Where(record => record.UserId == user).ToList();

    protected async Task<IReadOnlyList<RevocationRecord>> RevocationsOfAsync(object subject) =>
        (await storage.ReadRevocationsAsync()).Where(record => record.Subject == subject.ToString()).ToList();
}
