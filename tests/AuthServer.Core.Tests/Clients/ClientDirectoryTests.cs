using AuthServer.Core.Clients;
using AuthServer.Testing;
using AuthServer.Testing.Clients;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Clients;

public sealed class ClientDirectoryTests
{
    private static readonly ClientId App = new("app");

    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryDatabase _database;
    private readonly InMemoryClientStore _store;
    private readonly ClientDirectory _directory;

    public ClientDirectoryTests()
    {
        _database = new InMemoryDatabase(_clock);
        _store = new InMemoryClientStore(_database);
        _directory = new ClientDirectory(_store, _clock);
        _database.Save(new ClientRegistration { Id = App, Type = ClientType.Public });
    }

    [Fact]
    public async Task A_client_is_remembered_for_a_while()
    {
        await FindAsync(App);
        _clock.Advance(ClientDirectory.MaximumAge - TimeSpan.FromTicks(1));
        await FindAsync(App);
        _store.Reads.Should().Be(1);

        _clock.Advance(TimeSpan.FromTicks(1));
        await FindAsync(App);
        _store.Reads.Should().Be(2);
    }

    [Fact]
    public async Task A_client_that_was_forgotten_is_read_as_it_is_now()
    {
        (await FindAsync(App))!.Version.Should().Be(1);
        _database.Save(new ClientRegistration { Id = App, Type = ClientType.Public, DisplayName = "renamed" });

        _directory.Forget(App);

        (await FindAsync(App))!.Version.Should().Be(2);
    }

    [Fact]
    public async Task An_unknown_client_is_not_remembered()
    {
        (await FindAsync(new ClientId("new"))).Should().BeNull();
        _database.Save(new ClientRegistration { Id = new ClientId("new"), Type = ClientType.Public });

        (await FindAsync(new ClientId("new"))).Should().NotBeNull();
    }

    [Fact]
    public async Task A_client_that_is_gone_is_gone_when_its_memory_ages()
    {
        await FindAsync(App);
        _database.Delete(App);
        _clock.Advance(ClientDirectory.MaximumAge);

        (await FindAsync(App)).Should().BeNull();
    }

    private async Task<ClientRegistration?> FindAsync(ClientId id) => await _directory.FindAsync(id, CancellationToken.None);
}
