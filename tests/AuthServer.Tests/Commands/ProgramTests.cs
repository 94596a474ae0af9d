using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Commands;

/// <summary>The program itself, in processes of its own: what it makes of its arguments, its standard input and outputs, and its exit.</summary>
public sealed class ProgramTests(CommandServer server) : IClassFixture<CommandServer>
{
    [Fact]
    public async Task An_answer_alone_goes_to_the_standard_output()
    {
        var name = (await server.Host.CreateUserAsync()).UserName;

        var shown = await server.Command.RunProcessAsync("user", "show", name!, "--json");

        shown.ExitCode.Should().Be(0, shown.Aside);
        shown.Aside.Should().BeEmpty();
        shown.Json.GetProperty("user_name").GetString().Should().Be(name);
    }

    [Fact]
    public async Task What_is_piped_into_it_is_read()
    {
        var tokens = await server.SignInAsync(await server.Host.CreateUserAsync());

        var explained = await (server.Command with { Input = tokens.RefreshToken + "\n" }).RunProcessAsync("explain");

        explained.ExitCode.Should().Be(0, explained.Aside);
        explained.Output.Should().Contain(tokens.SessionId.ToString());
    }

    [Fact]
    public async Task Where_no_terminal_is_nobody_is_asked_and_nothing_is_done()
    {
        var tokens = await server.SignInAsync(await server.Host.CreateUserAsync());

        var unconfirmed = await server.Command.RunProcessAsync("sessions", "revoke", tokens.SessionId.ToString(), "--note", "n");

        unconfirmed.ExitCode.Should().Be(4);
        unconfirmed.Output.Should().BeEmpty();
        unconfirmed.Aside.Should().Contain("--yes");
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_beside_the_answer_in_one_sentence()
    {
        var result = await (server.Command with { ConnectionString = null }).RunProcessAsync("keys", "list");

        result.ExitCode.Should().Be(1);
        result.Output.Should().BeEmpty();
        result.Aside.Trim().Should().StartWith("ConnectionStrings:AuthServer is not set").And.NotContain("\n");
    }
}
