using AuthServer.Core.Scopes;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.Browser;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Account;
using AuthServer.Tests.Hosting;
using Xunit;

namespace AuthServer.Tests.Admin;

/// <summary>A server with an administrator who is signed in with a browser.</summary>
public sealed class AdminServer(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public AuthServerHost Host { get; private set; } = null!;

    public AuthUser Administrator { get; private set; } = null!;

    public ProgrammaticBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await postgreSql.CreateDatabaseAsync();
        Host = await AuthServerHost.StartAsync(Database);
        Administrator = await Host.CreateUserAsync(ScopePolicy.AdministratorRole);
        Browser = await SignInAsync(Administrator);
    }

    /// <summary>A browser in which the user has signed in just now.</summary>
    public async Task<ProgrammaticBrowser> SignInAsync(AuthUser user)
    {
        var browser = new ProgrammaticBrowser(Host.Issuer);
        await browser.SignInAtAsync(user);
        return browser;
    }

    /// <summary>As if the user had signed in so long ago.</summary>
    public Task<int> AgeAsync(AuthUser user, int minutes) => Database.ExecuteAsync(
        "UPDATE sign_ins SET authenticated_at = authenticated_at - @age WHERE user_id = @id", ("id", user.Id), ("age", TimeSpan.FromMinutes(minutes)));

    public Task<Visit.Page> GoToAsync(string address) => Browser.GoToAsync(address);

    /// <summary>Goes to a page that asks, gives a reason (and what else is asked) and sends the form.</summary>
    public Task<Visit.Page> ConfirmAsync(string address, string note, params (string Name, string Value)[] values) => Browser.ConfirmAsync(address, note, values);

    /// <summary>What audit has of a user, a client, a session or, given none of them, everything: type, actor, reason and detail, oldest first.</summary>
    public Task<IReadOnlyList<(string Type, string Actor, string? Reason, string? Detail)>> AuditAsync(string condition, params (string Name, object Value)[] parameters) =>
        Database.ReadAsync(
            $"SELECT type, actor, reason, detail FROM audit_events WHERE {condition} ORDER BY id",
            row => (row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)),
            parameters);

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }
}
