using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Passwords;

/// <summary>Whatever stands against a sign-in, the answer is the same to the byte and costs one hash.</summary>
[Spec("OWASP ASVS 5.0", "6.3.8")]
public sealed class PasswordAnswerTests(HasherServer server) : IClassFixture<HasherServer>
{
    public static TheoryData<string, string?, string> Obstacles => new()
    {
        { "wrong password", null, "wrong" },
        { "locked", "lockout_end = clock_timestamp() + interval '1 hour'", AuthServerHost.Password },
        { "locked, wrong password", "lockout_end = clock_timestamp() + interval '1 hour'", "wrong" },
        { "disabled", "disabled = TRUE", AuthServerHost.Password },
        { "disabled, wrong password", "disabled = TRUE", "wrong" },
        { "unconfirmed", "email_confirmed = FALSE", AuthServerHost.Password },
        { "second factor", "two_factor_enabled = TRUE", AuthServerHost.Password },
        { "second factor, wrong password", "two_factor_enabled = TRUE", "wrong" },
        { "no password", "password_hash = NULL", AuthServerHost.Password },
    };

    [Theory]
    [MemberData(nameof(Obstacles))]
    public async Task Every_obstacle_is_answered_like_an_unknown_user_after_one_hash(string obstacle, string? bent, string password)
    {
        var unknown = await AnswerAsync("nobody@example.com", AuthServerHost.Password);
        var user = await server.Host.CreateUserAsync();
        if (bent is not null)
        {
            await server.Host.BendAsync(user, bent);
        }

        var answer = await AnswerAsync(user.UserName!, password);
        answer.Should().Be(unknown, obstacle);
        answer.Should().Contain("HTTP/1.1 400").And.Contain("invalid_grant");
        (await server.Host.Database.ReadAsync("SELECT 1 FROM sessions WHERE user_id = @id", row => row.GetInt32(0), ("id", user.Id))).Should().BeEmpty();
    }

    [Fact]
    public async Task A_sign_in_costs_one_hash()
    {
        var before = server.Hasher.Verified;
        (await server.Host.As(TestClients.App).SignInAsync(await server.Host.CreateUserAsync())).Status.Should().Be(200);
        (server.Hasher.Verified - before).Should().Be(1);
    }

    [Theory]
    [InlineData("lockout_end = clock_timestamp() + interval '1 hour'")]
    [InlineData("epoch = epoch + 1")]
    [InlineData("disabled = TRUE")]
    public async Task What_happens_to_the_account_between_the_check_and_the_insert_refuses_the_session(string bent)
    {
        var unknown = await AnswerAsync("nobody@example.com", AuthServerHost.Password);
        var user = await server.Host.CreateUserAsync();
        server.Hasher.AfterNextVerification = () => server.Host.BendAsync(user, bent).GetAwaiter().GetResult();
        (await AnswerAsync(user.UserName!, AuthServerHost.Password)).Should().Be(unknown);
        (await server.Host.Database.ReadAsync("SELECT 1 FROM sessions WHERE user_id = @id", row => row.GetInt32(0), ("id", user.Id))).Should().BeEmpty();
    }

    [Fact]
    public async Task A_refused_sign_in_is_audited_with_what_the_caller_is_not_told()
    {
        var user = await server.Host.CreateUserAsync();
        await server.Host.BendAsync(user, "two_factor_enabled = TRUE");
        await AnswerAsync(user.UserName!, AuthServerHost.Password);
        (await server.Host.Database.ReadAsync("SELECT type, reason, ip FROM audit_events WHERE user_id = @id", row => (row.GetString(0), row.GetString(1), row.GetString(2)), ("id", user.Id)))
            .Should().Equal(("user.sign_in_failed", "second_factor_required", "127.0.0.1"));
    }

    /// <summary>The whole answer but its date, after exactly one hash.</summary>
    private async Task<string> AnswerAsync(string userName, string password)
    {
        var before = server.Hasher.Verified;
        var body = $"grant_type=password&client_id=app&username={Uri.EscapeDataString(userName)}&password={Uri.EscapeDataString(password)}";
        var answer = await RawHttp.SendAsync(
            server.Host.Port, $"POST /connect/token HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\nContent-Length: {body.Length}", System.Text.Encoding.ASCII.GetBytes(body));
        (server.Hasher.Verified - before).Should().Be(1);
        return answer.Text(without: "Date");
    }
}
