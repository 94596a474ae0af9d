using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.PostgreSql;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServer.Tests.Hosting;

/// <summary>A server whose password hashes are counted.</summary>
public sealed class HasherServer(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public AuthServerHost Host { get; private set; } = null!;

    public CountingHasher Hasher { get; } =
        new(new PasswordHasher<AuthUser>(Options.Create(new PasswordHasherOptions { IterationCount = 1 })));

    public async ValueTask InitializeAsync()
    {
        _database = await postgreSql.CreateDatabaseAsync();
        Host = await AuthServerHost.StartAsync(_database, new HostSettings { Services = services => services.AddSingleton<IPasswordHasher<AuthUser>>(Hasher) });
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _database.DisposeAsync();
    }
}
