using AuthServer.Core.Artefacts;
using AuthServer.Core.Clients;
using AuthServer.Core.Consents;
using AuthServer.Core.Incidents;
using AuthServer.Core.Keys;
using AuthServer.Core.Replay;
using AuthServer.Core.Scopes;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Clients;
using AuthServer.Testing.Devices;
using AuthServer.Testing.Incidents;
using AuthServer.Testing.Logout;
using AuthServer.Testing.Revocation;
using AuthServer.Testing.Sessions;
using AuthServer.Testing.SignIns;
using AuthServer.Testing.Users;

namespace AuthServer.Testing;

/// <summary>
/// Everything that a server keeps, in memory, under one lock and one clock. Stores over the same database see each other's writes,
/// as those of several nodes do.
/// </summary>
public sealed class InMemoryDatabase(TimeProvider clock)
{
    internal Lock Gate { get; } = new();

    internal Dictionary<UserId, InMemoryUser> Users { get; } = [];

    internal Dictionary<ClientId, InMemoryClient> Clients { get; } = [];

    internal Dictionary<string, ScopeRegistration> Scopes { get; } = new(StringComparer.Ordinal);

    internal Dictionary<SessionId, InMemorySession> Sessions { get; } = [];

    internal Dictionary<SignInId, InMemorySignIn> SignIns { get; } = [];

    internal Dictionary<IncidentId, InMemoryIncident> Incidents { get; } = [];

    internal Dictionary<ArtefactKey, OneTimeArtefact> Artefacts { get; } = [];

    internal Dictionary<ArtefactKey, InMemoryDeviceCode> DeviceCodes { get; } = [];

    internal Dictionary<(UserId User, ClientId Client), Consent> Consents { get; } = [];

    internal Dictionary<string, SigningKeyRecord> SigningKeys { get; } = new(StringComparer.Ordinal);

    internal List<AuditRecord> AuditRecords { get; } = [];

    internal InMemoryRevocations RevocationRecords { get; } = new(clock.GetUtcNow);

    /// <summary>How often the feed began anew.</summary>
    public int RevocationHistories { get; set; }

    internal Dictionary<(ReplayKind Kind, string Hash), DateTimeOffset> Replays { get; } = [];

    internal List<InMemoryLogoutDelivery> LogoutDeliveries { get; } = [];

    /// <summary>The storage's own clock; read while the lock is held.</summary>
    internal DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>What has been recorded so far, oldest first.</summary>
    public IReadOnlyList<AuditRecord> Audit => Read(() => AuditRecords.ToList());

    /// <summary>What APIs have been told to refuse so far, oldest first.</summary>
    public IReadOnlyList<RevocationRecord> Revocations => Read(() => RevocationRecords.ToList());

    /// <summary>What clients were or are to be told of so far, oldest first.</summary>
    public IReadOnlyList<LogoutRecord> Logouts => Read(() => LogoutDeliveries.Select(delivery => delivery.Record).ToList());

    /// <summary>The row as it stands, or null.</summary>
    public InMemorySession? Row(SessionId id) => Read(() => Sessions.GetValueOrDefault(id));

    public void Save(InMemoryUser user) => Write(() => Users[user.Id] = user);

    /// <summary>Adds a client, or registers it anew; then its version is raised.</summary>
    public ClientRegistration Save(ClientRegistration client) => Read(() =>
    {
        var old = Clients.GetValueOrDefault(client.Id);
        var saved = client with { Version = old is null ? Math.Max(client.Version, 1) : old.Registration.Version + 1 };
        Clients[client.Id] = new InMemoryClient(saved, old?.EpochReason);
        return saved;
    });

    public void Save(ScopeRegistration scope) => Write(() => Scopes[scope.Name] = scope);

    /// <summary>Changes a user as an administrator's statement would.</summary>
    public void Change(UserId id, Func<InMemoryUser, InMemoryUser> change) => Write(() => Users[id] = change(Users[id]));

    /// <summary>Changes a client without a new version, as ending everything that belongs to it does.</summary>
    public void Change(ClientId id, Func<InMemoryClient, InMemoryClient> change) => Write(() => Clients[id] = change(Clients[id]));

    public void Delete(UserId id) => Write(() => Users.Remove(id));

    public void Delete(ClientId id) => Write(() => Clients.Remove(id));

    internal T Read<T>(Func<T> read)
    {
        lock (Gate)
        {
            return read();
        }
    }

    internal void Write(Action write)
    {
        lock (Gate)
        {
            write();
        }
    }
}
