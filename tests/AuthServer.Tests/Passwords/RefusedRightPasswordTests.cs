using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Passwords;

/// <summary>A right password that is refused must not be told from a wrong one by repeating it.</summary>
public sealed class RefusedRightPasswordTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("two_factor_enabled = TRUE", "second_factor_required")]
    [InlineData("disabled = TRUE", "disabled")]
    [InlineData("email_confirmed = FALSE", "unconfirmed")]
    public async Task It_counts_towards_lock_out_and_is_audited_like_a_wrong_one(string state, string reason)
    {
        var user = await server.Host.CreateUserAsync();
        await server.Host.BendAsync(user, state);

        (await server.Host.As(TestClients.App).SignInAsync(user)).Error.Should().Be("invalid_grant");

        (await server.Database.ReadAsync("SELECT access_failed_count FROM users WHERE id = @id", row => row.GetInt32(0), ("id", user.Id))).Should().Equal(1);
        (await server.Database.ReadAsync("SELECT reason FROM audit_events WHERE user_id = @id", row => row.GetString(0), ("id", user.Id))).Should().Equal(reason);
    }
}
