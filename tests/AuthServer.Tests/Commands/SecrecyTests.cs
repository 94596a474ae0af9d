using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Commands;

/// <summary>What no command that looks ever shows.</summary>
public sealed class SecrecyTests(CommandServer server) : IClassFixture<CommandServer>
{
    [Fact]
    public async Task No_command_shows_a_token_a_hash_or_a_salt()
    {
        var user = await server.Host.CreateUserAsync();
        var web = server.Host.As(TestClients.Web);
        var first = await web.SignInAsync(user);
        var second = await web.RefreshAsync(first.RefreshToken);
        string[] secrets =
        [
            .. await server.Database.StoredSecretsAsync(), first.RefreshToken, second.RefreshToken, first.AccessToken, second.AccessToken, first.IdToken, TestClients.Web.Secret!,
        ];
        secrets.Should().HaveCountGreaterThan(20);

        foreach (var typed in new[]
        {
            $"sessions show {first.SessionId}", "sessions list", $"explain {first.SessionId}", "explain", $"user show {user.UserName}", "user list", "client show web", "client list", "keys list", "audit",
        })
        {
            foreach (var arguments in new[] { typed.Split(' '), [.. typed.Split(' '), "--json"] })
            {
                var told = await (server.Command with { Input = second.RefreshToken + "\n" }).RunAsync(arguments);
                told.ExitCode.Should().Be(0, told.Aside);
                secrets.Where(secret => (told.Output + told.Aside).Contains(secret, StringComparison.OrdinalIgnoreCase)).Should().BeEmpty(typed);
            }
        }
    }
}
