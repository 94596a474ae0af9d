using Xunit;

namespace AuthServer.Testing.PostgreSql;

/// <summary>
/// The PostgreSQL of a test assembly (<c>[assembly: AssemblyFixture(typeof(PostgreSqlFixture))]</c>), started by the first test that needs it.
/// </summary>
public sealed class PostgreSqlFixture : IAsyncLifetime
{
    private readonly Lazy<Task<TestPostgreSql>> _server = new(TestPostgreSql.StartAsync);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<TestDatabase> CreateDatabaseAsync() => await (await _server.Value).CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        // One that could not be started has been the failure of every test that asked for it.
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await _server.Value.Result.DisposeAsync();
        }
    }
}
