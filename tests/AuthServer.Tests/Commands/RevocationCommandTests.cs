using System.Globalization;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Commands;

/// <summary>Commands that end sessions and change accounts, while a server runs, and what clients are told of it.</summary>
public sealed class RevocationCommandTests(CommandServer server) : IClassFixture<CommandServer>
{
    private ClientApp App => server.Host.As(TestClients.App);

    [Fact]
    public async Task A_dry_run_and_an_unconfirmed_order_change_nothing()
    {
        var user = await server.Host.CreateUserAsync();
        var tokens = await server.SignInAsync(user);
        var before = await server.EverythingAsync();

        foreach (var which in new[] { tokens.SessionId.ToString(), $"--user {user.UserName}", "--client app", $"--user {user.UserName} --state active", "--all" })
        {
            var dry = await server.Command.RunAsync(["sessions", "revoke", .. which.Split(' '), "--note", "drill", "--dry-run", "--json"]);
            dry.ExitCode.Should().Be(0, dry.Aside);
            dry.Json.GetProperty("would_end").GetInt32().Should().BePositive();
            (await server.Command.RunAsync(["sessions", "revoke", .. which.Split(' '), "--note", "drill"])).ExitCode.Should().Be(4);
        }

        (await server.EverythingAsync()).Should().Be(before);
    }

    [Fact]
    public async Task A_session_ends_by_its_id()
    {
        var tokens = await server.SignInAsync(await server.Host.CreateUserAsync());

        var ended = await server.Command.RunAsync("sessions", "revoke", tokens.SessionId.ToString(), "--note", "lost laptop", "--yes", "--json");

        ended.ExitCode.Should().Be(0, ended.Aside);
        ended.Json.GetProperty("ended").GetInt32().Should().Be(1);
        (await App.RefreshAsync(tokens.RefreshToken)).Reason.Should().Be("revoked");
        var audit = (await server.Command.RunAsync("audit", "--session", tokens.SessionId.ToString(), "--type", "session.ended", "--json")).Lines.Single();
        audit.GetProperty("actor").GetString().Should().Be(CommandServer.Operator);
        audit.GetProperty("detail").GetString().Should().Be("lost laptop");
    }

    [Fact]
    public async Task Everything_of_a_user_ends_by_name()
    {
        var user = await server.Host.CreateUserAsync();
        var (first, second) = (await server.SignInAsync(user), await server.SignInAsync(user));

        (await server.Command.RunAsync("sessions", "revoke", "--user", user.UserName!, "--note", "n", "--yes")).ExitCode.Should().Be(0);

        (await App.RefreshAsync(first.RefreshToken)).Reason.Should().Be("revoked");
        (await App.RefreshAsync(second.RefreshToken)).Reason.Should().Be("revoked");
    }

    [Fact]
    public async Task A_filter_runs_as_an_incident_to_its_end()
    {
        var app = App with { UserAgent = $"Command/{Guid.NewGuid():N}" };
        var user = await server.Host.CreateUserAsync();
        var tokens = new[] { await app.SignInAsync(user), await app.SignInAsync(user) };
        var other = await App.SignInAsync(user);

        var ended = await server.Command.RunAsync("sessions", "revoke", "--user-agent", app.UserAgent, "--note", "phishing", "--yes", "--json");

        ended.ExitCode.Should().Be(0, ended.Aside);
        ended.Json.GetProperty("state").GetString().Should().Be("finished");
        ended.Json.GetProperty("ended").GetInt32().Should().Be(2);
        (await App.RefreshAsync(tokens[1].RefreshToken)).Reason.Should().Be("revoked");
        (await App.RefreshAsync(other.RefreshToken)).Status.Should().Be(200);
        (await server.Command.RunAsync("sessions", "resume", ended.Json.GetProperty("id").GetString()!)).ExitCode.Should().Be(0, "it is finished already");
    }

    [Fact]
    public async Task After_a_restore_what_was_signed_in_before_ends_and_the_feed_begins_anew()
    {
        var user = await server.Host.CreateUserAsync();
        var before = await server.SignInAsync(user);
        await server.Database.BendAsync(before.SessionId, "created_at = created_at - interval '2 days'");
        var since = await server.SignInAsync(user);
        var instant = DateTimeOffset.UtcNow.AddDays(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

        var ended = await server.Command.RunAsync("sessions", "restored", "--to", instant, "--note", "restore", "--yes", "--json");

        ended.ExitCode.Should().Be(0, ended.Aside);
        (await App.RefreshAsync(before.RefreshToken)).Reason.Should().Be("revoked");
        (await App.RefreshAsync(since.RefreshToken)).Status.Should().Be(200);
        (await server.Database.ReadAsync("SELECT id FROM revocation_histories", row => row.GetGuid(0))).Should().ContainSingle();
    }

    [Fact]
    public async Task An_account_is_made_disabled_enabled_and_deleted()
    {
        var name = $"made-{Guid.NewGuid():N}@example.com";
        var made = await server.Command.RunAsync("user", "add", name, "--note", "new", "--json");
        made.ExitCode.Should().Be(0, made.Aside);
        made.Json.GetProperty("address").GetString().Should().StartWith("https://login.example.com/");

        (await server.Command.RunAsync("user", "disable", name, "--note", "left")).ExitCode.Should().Be(4);
        (await server.Command.RunAsync("user", "disable", name, "--note", "left", "--yes")).ExitCode.Should().Be(0);
        (await server.Command.RunAsync("user", "show", name, "--json")).Json.GetProperty("disabled").GetBoolean().Should().BeTrue();
        (await server.Command.RunAsync("user", "enable", name)).ExitCode.Should().Be(0);
        (await server.Command.RunAsync("user", "list", "--search", name[..10], "--json")).Lines.Should().Contain(line => line.GetProperty("user_name").GetString() == name);
        (await server.Command.RunAsync("user", "delete", name, "--note", "gone", "--yes")).ExitCode.Should().Be(0);
        (await server.Command.RunAsync("user", "show", name)).ExitCode.Should().Be(3);
    }

    [Fact]
    public async Task A_role_is_given_and_taken_away()
    {
        var name = (await server.Host.CreateUserAsync()).UserName!;
        await server.Host.CreateUserAsync(role: "admin");

        (await server.Command.RunAsync("user", "add-role", name, "admin", "--note", "on call")).ExitCode.Should().Be(0);
        (await server.Command.RunAsync("user", "show", name, "--json")).Json.GetProperty("roles")[0].GetString().Should().Be("admin");
        var typo = await server.Command.RunAsync("user", "add-role", name, "amdin");
        typo.ExitCode.Should().Be(1);
        typo.Aside.Should().Contain("There is no role");
        (await server.Command.RunAsync("user", "remove-role", name, "admin", "--note", "another team")).ExitCode.Should().Be(4);
        (await server.Command.RunAsync("user", "remove-role", name, "admin", "--note", "another team", "--yes")).ExitCode.Should().Be(0);
        (await server.Command.RunAsync("user", "show", name, "--json")).Json.GetProperty("roles").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task A_password_that_is_reset_ends_what_is_signed_in()
    {
        var user = await server.Host.CreateUserAsync();
        var tokens = await server.SignInAsync(user);

        var reset = await server.Command.RunAsync("user", "reset-password", user.UserName!, "--note", "phished", "--yes", "--json");

        reset.ExitCode.Should().Be(0, reset.Aside);
        (await App.RefreshAsync(tokens.RefreshToken)).Reason.Should().Be("password_changed");
    }

    [Fact]
    public async Task A_disabled_client_is_refused_by_the_running_server()
    {
        var other = server.Host.As(TestClients.OtherApp);
        var tokens = await other.SignInAsync(await server.Host.CreateUserAsync());

        (await server.Command.RunAsync("client", "disable", "other-app", "--note", "compromised", "--yes")).ExitCode.Should().Be(0);

        (await other.RefreshAsync(tokens.RefreshToken)).Error.Should().Be("invalid_client");
        (await server.Command.RunAsync("client", "enable", "other-app")).ExitCode.Should().Be(0);
    }
}
