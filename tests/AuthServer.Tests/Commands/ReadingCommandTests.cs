using System.Text.Json;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Commands;

/// <summary>Commands that look, while a server runs.</summary>
public sealed class ReadingCommandTests(CommandServer server) : IClassFixture<CommandServer>
{
    [Fact]
    public async Task Looking_changes_nothing()
    {
        var user = await server.Host.CreateUserAsync();
        var tokens = await server.SignInAsync(user);
        var before = await server.EverythingAsync();

        foreach (var arguments in new[]
        {
            "sessions list", "client list", "scope list", "keys list", "audit", $"sessions show {tokens.SessionId}", $"explain {tokens.SessionId}", "client show app",
        })
        {
            var plain = await server.Command.RunAsync(arguments.Split(' '));
            plain.ExitCode.Should().Be(0, plain.Aside);
            plain.Output.Should().NotBeNullOrWhiteSpace();
            var json = await server.Command.RunAsync([.. arguments.Split(' '), "--json"]);
            json.Lines.Should().NotBeEmpty().And.OnlyContain(document => document.ValueKind == JsonValueKind.Object);
            json.Aside.Should().BeEmpty();
        }

        (await server.EverythingAsync()).Should().Be(before);
    }

    [Fact]
    public async Task Sessions_are_found_by_the_users_name()
    {
        var user = await server.Host.CreateUserAsync();
        var tokens = await server.SignInAsync(user);

        var found = await server.Command.RunAsync("sessions", "list", "--user", user.UserName!.ToUpperInvariant(), "--state", "active", "--json");

        found.Lines.Select(line => line.GetProperty("id").GetGuid()).Should().Equal(tokens.SessionId);
    }

    [Fact]
    public async Task A_list_that_is_cut_says_so_beside_the_answer()
    {
        var user = await server.Host.CreateUserAsync();
        await server.SignInAsync(user);
        await server.SignInAsync(user);

        var cut = await server.Command.RunAsync("sessions", "list", "--user", user.UserName!, "--limit", "1", "--json");

        cut.Lines.Should().ContainSingle();
        cut.Aside.Should().Contain("--limit");
    }

    [Fact]
    public async Task Explain_tells_a_theft_from_the_stolen_token()
    {
        var user = await server.Host.CreateUserAsync();
        var app = server.Host.As(TestClients.App);
        var stolen = (await app.SignInAsync(user)).RefreshToken;
        var second = await app.RefreshAsync(stolen);
        await app.RefreshAsync(second.RefreshToken);
        (await app.RefreshAsync(stolen)).Error.Should().Be("invalid_grant");

        var told = await (server.Command with { Input = stolen + "\n" }).RunAsync("explain", "--json");

        told.ExitCode.Should().Be(0, told.Aside);
        told.Json.GetProperty("session").GetProperty("end_reason").GetString().Should().Be("reuse_detected");
        told.Json.GetProperty("why").GetString().Should().Contain("presented again");
        told.Json.GetProperty("token").GetString().Should().Contain("2 refreshes ago");
        told.Json.GetProperty("history").EnumerateArray().Select(item => item.GetProperty("type").GetString()).Should().Equal("session.created", "session.ended");
        told.Output.Should().NotContain(stolen);
        (await (server.Command with { Input = stolen + "\n" }).RunAsync("explain")).Output.Should().Contain("Why").And.Contain("presented again").And.Contain("session.ended");
    }

    [Fact]
    public async Task Explain_knows_the_current_token_its_predecessor_and_what_is_none()
    {
        var app = server.Host.As(TestClients.App);
        var first = (await app.SignInAsync(await server.Host.CreateUserAsync())).RefreshToken;
        var second = (await app.RefreshAsync(first)).RefreshToken;

        (await TokenAsync(second)).Should().Contain("current token");
        (await TokenAsync(first)).Should().Contain("replaced by the current token");
        var none = await (server.Command with { Input = second[..^4] + "AAAA" }).RunAsync("explain");
        none.ExitCode.Should().Be(1);
        none.Aside.Should().Contain("no refresh token of this server");
    }

    [Fact]
    public async Task A_token_that_is_typed_is_refused_and_not_repeated()
    {
        var token = (await server.SignInAsync(await server.Host.CreateUserAsync())).RefreshToken;

        var typed = await server.Command.RunAsync("explain", token);

        typed.ExitCode.Should().Be(2);
        typed.Aside.Should().Contain("standard input").And.NotContain(token);
        typed.Output.Should().NotContain(token);
    }

    [Fact]
    public async Task What_a_client_sent_cannot_move_the_operators_cursor()
    {
        var user = await server.Host.CreateUserAsync();
        var tokens = await server.SignInAsync(user);
        await server.Database.BendAsync(tokens.SessionId, "last_user_agent = E'evil\\x1b[2J\\r\\nactive'");

        var table = await server.Command.RunAsync("sessions", "list", "--user", user.UserName!);

        table.Output.Should().NotContain("\u001b").And.Contain("evil·[2J··active");
    }

    private async Task<string> TokenAsync(string token) =>
        (await (server.Command with { Input = token }).RunAsync("explain", "--json")).Json.GetProperty("token").GetString()!;
}
