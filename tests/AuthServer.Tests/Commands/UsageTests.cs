using System.CommandLine;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AuthServer.Tests.Commands;

/// <summary>How commands are typed, and what is said when they cannot be carried out.</summary>
public sealed class UsageTests(CommandServer server) : IClassFixture<CommandServer>
{
    // No settings and no database: help and mistakes need neither.
    private static readonly TypedCommand Bare = new(ConnectionString: null, "none");

    [Fact]
    public async Task Help_is_there_without_settings_and_names_every_command()
    {
        var help = await Bare.RunProcessAsync("--help");

        help.ExitCode.Should().Be(0, help.Aside);
        foreach (var command in new[] { "migrate", "seed", "client", "scope", "user", "sessions", "explain", "keys", "audit" })
        {
            help.Output.Should().Contain($"  {command}");
        }
    }

    [Fact]
    public void Every_command_says_what_it_does_and_every_one_that_acts_has_an_example()
    {
        var commands = Leaves(AuthServer.Commands.CommandLine.Root()).ToList();

        commands.Should().HaveCountGreaterThan(20);
        foreach (var command in commands)
        {
            using var output = new StringWriter();
            var parsed = AuthServer.Commands.CommandLine.Root().Parse([.. command, "--help"]);
            parsed.Invoke(new InvocationConfiguration { Output = output }).Should().Be(0);
            output.ToString().Should().Contain("Examples:").And.Contain($"dotnet AuthServer.dll {string.Join(' ', command)}");
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("client")]
    [InlineData("client show")]
    [InlineData("sessions show not-an-id")]
    [InlineData("sessions list --state")]
    [InlineData("sessions list --limit 0")]
    [InlineData("sessions revoke 01939c0f-9f9a-7cc3-8a6e-2f4a1f0e6a11 --yes")]
    [InlineData("sessions restored --note x --yes")]
    [InlineData("keys rotate ES256 --unknown")]
    public async Task What_is_typed_wrong_is_told_beside_the_answer(string arguments)
    {
        var result = await Bare.RunAsync(arguments.Split(' '));

        result.ExitCode.Should().Be(2, result.Output + result.Aside);
        result.Aside.Should().NotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData("--created-from", "yesterday", "created_from")]
    [InlineData("--ip", "10", "ip")]
    [InlineData("--end-reason", "boredom", "end_reason")]
    public async Task A_filter_that_cannot_be_meant_is_wrong_usage(string option, string value, string member)
    {
        var result = await server.Command.RunAsync("sessions", "list", option, value);

        result.ExitCode.Should().Be(2);
        result.Output.Should().BeEmpty();
        result.Aside.Should().StartWith(member);
    }

    [Theory]
    [InlineData("sessions show 01939c0f-9f9a-7cc3-8a6e-2f4a1f0e6a11")]
    [InlineData("explain 01939c0f-9f9a-7cc3-8a6e-2f4a1f0e6a11")]
    [InlineData("client show nobody")]
    [InlineData("sessions list --user nobody@example.com")]
    [InlineData("scope delete nothing --note x --yes")]
    public async Task What_does_not_exist_has_an_exit_of_its_own(string arguments)
    {
        var result = await server.Command.RunAsync(arguments.Split(' '));

        result.ExitCode.Should().Be(3, result.Aside);
        result.Output.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_a_terminal_nothing_is_deleted_that_was_not_confirmed()
    {
        var before = await server.EverythingAsync();

        var result = await server.Command.RunAsync("scope", "delete", "api", "--note", "gone");

        result.ExitCode.Should().Be(4);
        result.Aside.Should().Contain("--yes");
        (await server.EverythingAsync()).Should().Be(before);
    }

    [Fact]
    public async Task What_is_refused_is_told_in_a_sentence()
    {
        var result = await server.Command.RunAsync("scope", "delete", "api", "--note", "gone", "--yes");

        result.ExitCode.Should().Be(1);
        result.Aside.Should().Contain("managed by configuration");
    }

    [Fact]
    public async Task Without_settings_a_command_says_which_are_missing()
    {
        var result = await Bare.RunAsync("keys", "list");

        result.ExitCode.Should().Be(1);
        result.Aside.Should().Contain("ConnectionStrings:AuthServer is not set");
    }

    [Fact]
    public async Task An_account_without_permission_is_told_so_in_one_sentence()
    {
        await server.Database.ExecuteAsync("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'stranger') THEN CREATE ROLE stranger LOGIN PASSWORD 'stranger'; END IF; END $$");
        var connection = new NpgsqlConnectionStringBuilder(server.Database.ConnectionString) { Username = "stranger", Password = "stranger" };

        var result = await (server.Command with { ConnectionString = connection.ConnectionString }).RunAsync("sessions", "list");

        result.ExitCode.Should().Be(1);
        result.Output.Should().BeEmpty();
        result.Aside.Trim().Should().StartWith("ConnectionStrings:AuthServer").And.NotContain("\n").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_told_so_in_one_sentence()
    {
        var result = await (server.Command with { ConnectionString = "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=x" }).RunAsync("client", "list");

        result.ExitCode.Should().Be(1);
        result.Aside.Trim().Should().StartWith("ConnectionStrings:AuthServer").And.NotContain("\n");
    }

    [Fact]
    public async Task Another_master_key_is_told_so_in_one_sentence()
    {
        var other = server.Command with { MasterKey = AuthServer.Core.Keys.MasterKeyText.NewFirstKey() };

        var rotated = await other.RunAsync("keys", "rotate", "ES256");

        rotated.ExitCode.Should().Be(1);
        rotated.Aside.Trim().Should().Contain("master key").And.NotContain("\n").And.NotContain("   at ");
        var explained = await (other with { Input = (await server.SignInAsync(await server.Host.CreateUserAsync())).RefreshToken }).RunAsync("explain");
        explained.ExitCode.Should().Be(1);
        explained.Aside.Should().Contain("master key");
    }

    private static IEnumerable<string[]> Leaves(Command command, params string[] path) => command.Subcommands.Count == 0
        ? [path]
        : command.Subcommands.SelectMany(inner => Leaves(inner, [.. path, inner.Name]));
}
