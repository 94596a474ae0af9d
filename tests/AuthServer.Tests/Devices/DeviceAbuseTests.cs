using AuthServer.Account;
using AuthServer.Testing;
using AuthServer.Tests.Account;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Devices;

/// <summary>What becomes of a device code that somebody else has, or whose user is no longer who they were.</summary>
public sealed class DeviceAbuseTests(DeviceServer server) : IClassFixture<DeviceServer>
{
    private const short CodeReused = 9;

    [Fact]
    [Spec("RFC 8628", "3.4")]
    public async Task Another_client_cannot_use_a_code_and_does_it_no_harm()
    {
        using var flow = await DeviceFlow.StartAsync(server);
        var thief = server.Host.As(DeviceClients.OtherTv);
        ShouldBeRefused(await flow.PollAsync(thief));
        ShouldBeRefused(await flow.PollAsync(thief));
        (await flow.PollAsync()).Error.Should().Be("authorization_pending", "the thief's questions do not count");
        await flow.AllowAsync(await server.Host.CreateUserAsync());
        ShouldBeRefused(await flow.PollAsync(thief));

        var answer = await flow.PollAsync();
        answer.Status.Should().Be(200, answer.Body);
        ShouldBeRefused(await flow.PollAsync(thief));
        (await server.Database.EndReasonAsync(answer.SessionId)).Should().BeNull();
    }

    [Fact]
    [Spec("RFC 9700", "2.1.1")]
    public async Task A_replayed_code_ends_the_session_that_came_of_it()
    {
        using var flow = await DeviceFlow.StartAsync(server);
        await flow.AllowAsync(await server.Host.CreateUserAsync());
        var first = await flow.PollAsync();

        ShouldBeRefused(await flow.PollAsync());

        (await server.Database.EndReasonAsync(first.SessionId)).Should().Be(CodeReused);
        (await flow.Client.RefreshAsync(first.RefreshToken)).Error.Should().Be("invalid_grant");
    }

    [Fact]
    [Spec("RFC 8628", "3.5")]
    public async Task Of_many_questions_at_once_one_is_answered_with_tokens_and_its_session_ends()
    {
        using var flow = await DeviceFlow.StartAsync(server);
        await flow.AllowAsync(await server.Host.CreateUserAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => flow.PollAsync())));

        var winner = answers.Should().ContainSingle(answer => answer.Status == 200).Subject;
        answers.Where(answer => answer.Status != 200).Should().OnlyContain(answer => answer.Error == "invalid_grant");
        (await server.Database.EndReasonAsync(winner.SessionId)).Should().Be(CodeReused);
    }

    [Fact]
    public async Task A_password_reset_between_the_answer_and_the_question_leaves_nothing_of_the_answer()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = await DeviceFlow.StartAsync(server);
        await flow.AllowAsync(user);
        await server.Host.ResetPasswordAsync(user, "N3wPassw0rd!");
        ShouldBeRefused(await flow.PollAsync());
        (await SessionsOfAsync(user.Id)).Should().Be(0);
    }

    [Theory]
    [InlineData("disabled = TRUE")]
    [InlineData("lockout_end = clock_timestamp() + interval '1 hour'")]
    public async Task An_account_that_was_closed_since_the_answer_gets_no_session(string bent)
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = await DeviceFlow.StartAsync(server);
        await flow.AllowAsync(user);
        await server.Host.BendAsync(user, bent);
        ShouldBeRefused(await flow.PollAsync());
        (await SessionsOfAsync(user.Id)).Should().Be(0);
    }

    [Fact]
    public async Task A_user_who_signs_out_before_the_device_has_asked_takes_the_answer_back()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = await DeviceFlow.StartAsync(server);
        await flow.AllowAsync(user);
        await flow.Browser.PressAsync(await flow.Browser.GoToAsync(AccountPaths.SignOut), AccountPaths.SignOut);
        ShouldBeRefused(await flow.PollAsync());
    }

    [Fact]
    public async Task What_belongs_to_a_client_ends_with_its_epoch_codes_included()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = await DeviceFlow.StartAsync(server, DeviceClients.Console);
        await flow.AllowAsync(user);
        await server.Database.ExecuteAsync("UPDATE clients SET epoch = epoch + 1, version = version + 1 WHERE id = 'console'");
        ShouldBeRefused(await flow.PollAsync());
        (await SessionsOfAsync(user.Id)).Should().Be(0);
    }

    [Fact]
    [Spec("RFC 8628", "6.1")]
    public async Task Neither_code_stands_in_the_database()
    {
        using var flow = await DeviceFlow.StartAsync(server);
        var rows = await server.Database.ReadAsync("SELECT row_to_json(o)::text FROM one_time_artefacts o", row => row.GetString(0));
        rows.Should().NotBeEmpty();
        var (letters, all) = (flow.UserCode.Replace("-", "", StringComparison.Ordinal), string.Join('\n', rows));
        all.Should().NotContain(letters).And.NotContain(flow.UserCode).And.NotContain(flow.DeviceCode);
        var plain = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(letters)));
        all.Should().NotContain(plain, "what could be found by trial is hashed under a key");
    }

    private static void ShouldBeRefused(Answer answer) => (answer.Status, answer.Error).Should().Be((400, "invalid_grant"), answer.Body);

    private async Task<long> SessionsOfAsync(Guid user) =>
        (await server.Database.ReadAsync("SELECT count(*) FROM sessions WHERE user_id = @id", row => row.GetInt64(0), ("id", user))).Single();
}
