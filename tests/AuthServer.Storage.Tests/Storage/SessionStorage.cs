using AuthServer.Core.Clients;
using AuthServer.Core.Keys;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Testing;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Keys;
using AuthServer.Testing.Logout;
using AuthServer.Testing.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Storage.Tests.Storage;

/// <summary>A kind of storage under test: the stores of two nodes over it, and what happens to it from outside.</summary>
public abstract class SessionStorage : IAsyncLifetime
{
    private readonly List<Node> _nodes = [];

    /// <summary>The clock of the nodes; that of the storage moves with it.</summary>
    public ManualTimeProvider Clock { get; } = new();

    public InMemoryMasterKeySource MasterKeys { get; } = new();

    /// <summary>How often a race is run.</summary>
    public abstract int Rounds { get; }

    public Node First { get; private set; } = null!;

    /// <summary>Another node over the same storage, with connections of its own.</summary>
    public Node Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await OpenAsync();
        First = NewNode(MasterKeys);
        Second = NewNode(MasterKeys);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A node that has just been started.</summary>
    public Node NewNode(IMasterKeySource keys, Action<IServiceCollection>? adjust = null)
    {
        var node = new Node(
            services =>
            {
                services.AddSingleton<TimeProvider>(Clock);
                services.AddSingleton(keys);
                AddStores(services);
                adjust?.Invoke(services);
            },
            Clock);
        _nodes.Add(node);
        return node;
    }

    public Task AdvanceAsync(TimeSpan by)
    {
        Clock.Advance(by);
        return AdvanceStorageAsync(by);
    }

    public abstract Task<TestUser> AddUserAsync(UserClaims? claims = null);

    /// <summary>Adds the client; returns it as it is stored.</summary>
    public abstract Task<ClientRegistration> AddClientAsync(ClientRegistration client);

    public abstract Task RaiseEpochAsync(UserId user, EndReason reason);

    public abstract Task RaiseEpochAsync(ClientId client, EndReason reason);

    public abstract Task DisableAsync(UserId user);

    public abstract Task DisableAsync(ClientId client);

    public abstract Task DeleteAsync(UserId user);

    public abstract Task DeleteAsync(ClientId client);

    public abstract Task LockOutAsync(UserId user, TimeSpan duration);

    /// <summary>Registers the client anew, without another change than its version.</summary>
    public abstract Task ChangeAsync(ClientId client);

    /// <summary>Everything that is stored of a session, in whatever form shows each change; null when there is none.</summary>
    public abstract Task<string?> ReadRowAsync(SessionId session);

    public abstract Task<IReadOnlyList<AuditRecord>> ReadAuditAsync();

    public abstract Task<IReadOnlyList<RevocationRecord>> ReadRevocationsAsync();

    /// <summary>Logout messages that are due and were not tried yet, oldest first.</summary>
    public abstract Task<IReadOnlyList<LogoutRecord>> ReadLogoutsAsync();

    protected abstract Task OpenAsync();

    protected abstract Task CloseAsync();

    protected abstract void AddStores(IServiceCollection services);

    protected abstract Task AdvanceStorageAsync(TimeSpan by);
}
