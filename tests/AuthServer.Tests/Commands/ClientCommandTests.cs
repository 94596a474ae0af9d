using AuthServer.Endpoints;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Commands;

/// <summary>Commands that change clients, scopes and keys, and what a running server makes of it.</summary>
public sealed class ClientCommandTests(CommandServer server) : IClassFixture<CommandServer>
{
    [Fact]
    public async Task An_added_client_works_at_the_running_server()
    {
        var added = await server.Command.RunAsync(
            "client", "add", "batch", "--type", "Confidential", "--grant", "client_credentials", "--scope", "files", "--display-name", "Nightly batch", "--note", "ticket 7", "--json");

        added.ExitCode.Should().Be(0, added.Aside);
        var secret = added.Json.GetProperty("secret").GetProperty("value").GetString()!;
        (await TokenAsync("batch", secret)).Status.Should().Be(200);
        var shown = await server.Command.RunAsync("client", "show", "batch");
        shown.Output.Should().Contain("Nightly batch").And.NotContain(secret);
        var audit = (await server.Command.RunAsync("audit", "--type", "client.added", "--client", "batch", "--json")).Lines.Should().ContainSingle().Subject;
        audit.GetProperty("actor").GetString().Should().Be(CommandServer.Operator);
        audit.GetProperty("detail").GetString().Should().Be("ticket 7");
    }

    [Fact]
    public async Task A_client_is_copied_by_its_settings()
    {
        await server.Command.RunAsync("client", "add", "model", "--type", "Confidential", "--grant", "client_credentials", "--scope", "files");
        var settings = (await server.Command.RunAsync("client", "show", "model", "--json")).Json.GetProperty("settings").GetRawText();

        var copy = await (server.Command with { Input = settings }).RunAsync("client", "add", "copy", "--from", "-", "--json");

        copy.ExitCode.Should().Be(0, copy.Aside);
        copy.Json.GetProperty("client").GetProperty("settings").GetRawText().Should().Be(settings.Replace("\"model\"", "\"copy\""));
    }

    [Fact]
    public async Task A_secret_is_rotated_in_two_steps()
    {
        var added = await server.Command.RunAsync("client", "add", "rotated", "--type", "Confidential", "--grant", "client_credentials", "--scope", "files", "--json");
        var old = added.Json.GetProperty("secret").GetProperty("id").GetString()!;

        var made = await server.Command.RunAsync("client", "rotate-secret", "rotated", "--label", "second", "--json");
        (await TokenAsync("rotated", made.Json.GetProperty("value").GetString()!)).Status.Should().Be(200);
        (await server.Command.RunAsync("client", "rotate-secret", "rotated", "--remove", old, "--json")).Json.GetProperty("left").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task What_the_rules_forbid_is_refused()
    {
        var result = await server.Command.RunAsync("client", "add", "bad", "--type", "Confidential", "--grant", "authorization_code");

        result.ExitCode.Should().Be(1);
        result.Aside.Should().Contain("RedirectUris");
        (await server.Command.RunAsync("client", "show", "bad")).ExitCode.Should().Be(3);
    }

    [Fact]
    public async Task Scopes_and_keys_are_added()
    {
        (await server.Command.RunAsync("scope", "add", "reports", "--resource", "files", "--display-name", "Reports")).ExitCode.Should().Be(0);
        (await server.Command.RunAsync("scope", "list", "--json")).Lines.Should().Contain(line => line.GetProperty("name").GetString() == "reports");
        (await server.Command.RunAsync("scope", "delete", "reports", "--note", "gone", "--yes")).ExitCode.Should().Be(0);

        var rotated = await server.Command.RunAsync("keys", "rotate", "ES256", "--note", "drill", "--json");
        rotated.ExitCode.Should().Be(0, rotated.Aside);
        (await server.Command.RunAsync("keys", "list", "--json")).Lines.Should().Contain(line => line.GetProperty("key_id").GetString() == rotated.Json.GetProperty("key_id").GetString());
        (await server.Command.RunAsync("keys", "rotate", "none")).ExitCode.Should().Be(1);
    }

    private Task<Answer> TokenAsync(string id, string secret) => new ClientApp(server.Host.Http, id, secret).PostAsync(Paths.Token, ("grant_type", "client_credentials"));
}
