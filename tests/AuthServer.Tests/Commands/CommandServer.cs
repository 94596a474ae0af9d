using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using Xunit;

namespace AuthServer.Tests.Commands;

/// <summary>A server that runs while commands work on its database.</summary>
public sealed class CommandServer(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public AuthServerHost Host { get; private set; } = null!;

    internal TypedCommand Command { get; private set; } = null!;

    public static string Operator => $"operator:{Environment.UserName}";

    public async ValueTask InitializeAsync()
    {
        Database = await postgreSql.CreateDatabaseAsync();
        Host = await AuthServerHost.StartAsync(Database);
        Command = new TypedCommand(Database.ConnectionString, new HostSettings().MasterKey);
    }

    public Task<Answer> SignInAsync(AuthUser user) => Host.As(TestClients.App).SignInAsync(user);

    /// <summary>Every row that has anything to do with sessions: what changes any of them changes this.</summary>
    public async Task<string> EverythingAsync()
    {
        var tables = new[] { "sessions", "sign_ins", "users", "user_roles", "clients", "client_secrets", "scopes", "signing_keys", "revocation_entries", "audit_events", "incidents", "logout_deliveries" };
        var text = new List<string>();
        foreach (var table in tables)
        {
            text.AddRange(await Database.ReadAsync($"SELECT xmin::text || ctid::text || row_to_json(t)::text FROM {table} t ORDER BY 1", row => row.GetString(0)));
        }

        return string.Join('\n', text);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }
}
