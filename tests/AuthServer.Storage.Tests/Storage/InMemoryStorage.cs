using System.Text.Json;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Testing;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Logout;
using AuthServer.Testing.Sessions;
using AuthServer.Testing.Users;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Storage.Tests.Storage;

/// <summary>The reference implementation; its clock stands still between the steps of a test.</summary>
public sealed class InMemoryStorage : SessionStorage
{
    private readonly InMemoryDatabase _database;

    public InMemoryStorage() => _database = new InMemoryDatabase(Clock);

    public override int Rounds => 1_000;

    public override Task<TestUser> AddUserAsync(UserClaims? claims = null)
    {
        var user = new InMemoryUser(new UserId(Guid.NewGuid())) { Claims = claims ?? UserClaims.None };
        _database.Save(user);
        return Task.FromResult(new TestUser(user.Id, user.Epoch));
    }

    public override Task<ClientRegistration> AddClientAsync(ClientRegistration client) => Task.FromResult(_database.Save(client with { Epoch = 1 }));

    public override Task RaiseEpochAsync(UserId user, EndReason reason) =>
        Do(() => _database.Change(user, row => row with { Epoch = row.Epoch + 1, EpochReason = reason }));

    public override Task RaiseEpochAsync(ClientId client, EndReason reason) =>
        Do(() => _database.Change(client, row => new(row.Registration with { Epoch = row.Registration.Epoch + 1 }, reason)));

    public override Task DisableAsync(UserId user) => Do(() => _database.Change(user, row => row with { Disabled = true }));

    public override Task DisableAsync(ClientId client) =>
        Do(() => _database.Change(client, row => row with { Registration = row.Registration with { Disabled = true } }));

    public override Task DeleteAsync(UserId user) => Do(() => _database.Delete(user));

    public override Task DeleteAsync(ClientId client) => Do(() => _database.Delete(client));

    public override Task LockOutAsync(UserId user, TimeSpan duration) =>
        Do(() => _database.Change(user, row => row with { LockoutEnd = Clock.GetUtcNow() + duration }));

    public override Task ChangeAsync(ClientId client) =>
        Do(() => _database.Change(client, row => row with { Registration = row.Registration with { Version = row.Registration.Version + 1 } }));

    public override Task<string?> ReadRowAsync(SessionId session) => Task.FromResult(_database.Row(session) is { } row ? Text(row) : null);

    public override Task<IReadOnlyList<AuditRecord>> ReadAuditAsync() => Task.FromResult(_database.Audit);

    public override Task<IReadOnlyList<RevocationRecord>> ReadRevocationsAsync() => Task.FromResult(_database.Revocations);

    public override Task<IReadOnlyList<LogoutRecord>> ReadLogoutsAsync() => Task.FromResult(_database.Logouts);

    protected override Task OpenAsync() => Task.CompletedTask;

    protected override Task CloseAsync() => Task.CompletedTask;

    protected override void AddStores(IServiceCollection services) => services.AddInMemoryStores(_database);

    // Its clock is the nodes' clock, which has moved already.
    protected override Task AdvanceStorageAsync(TimeSpan by) => Task.CompletedTask;

    private static string Text(InMemorySession row)
    {
        var session = row.Session;
        return JsonSerializer.Serialize(new object?[]
        {
            session.ToString(), session.TokenHash?.ToArray(), session.PredecessorHash?.ToArray(), session.Salt,
            row.Created.ToString(), row.Rotated.ToString(), row.LastUsedAt, row.EndedBy,
        });
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
