using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Authorization;

/// <summary>What becomes of a code that somebody else has, or has had.</summary>
public sealed class CodeAbuseTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    [Spec("RFC 6749", "4.1.2")]
    [Spec("RFC 9700", "2.1.1")]
    public async Task A_replayed_code_ends_the_session_that_came_of_it()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        var code = (await flow.AuthorizeAsync(user)).Code!;
        var first = await flow.ExchangeAsync(code);

        var second = await flow.ExchangeAsync(code);

        second.Status.Should().Be(400);
        second.Error.Should().Be("invalid_grant");
        (await server.Database.EndReasonAsync(first.SessionId)).Should().Be(9);
        var refresh = await flow.Client.RefreshAsync(first.RefreshToken);
        refresh.Error.Should().Be("invalid_grant");
        refresh.Reason.Should().Be("revoked");
    }

    [Fact]
    [Spec("RFC 6749", "4.1.2")]
    public async Task A_code_that_is_replayed_after_its_expiry_ends_its_session_too()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        var code = (await flow.AuthorizeAsync(user)).Code!;
        var first = await flow.ExchangeAsync(code);
        await server.Database.ExecuteAsync("UPDATE one_time_artefacts SET expires_at = expires_at - interval '1 hour'");

        (await flow.ExchangeAsync(code)).Error.Should().Be("invalid_grant");

        (await server.Database.EndReasonAsync(first.SessionId)).Should().Be(9);
    }

    [Fact]
    [Spec("RFC 6749", "4.1.2")]
    public async Task Of_many_parallel_exchanges_of_one_code_one_succeeds_and_its_session_ends()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        var code = (await flow.AuthorizeAsync(user)).Code!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => flow.ExchangeAsync(code))));

        answers.Count(answer => answer.Status == 200).Should().Be(1);
        answers.Where(answer => answer.Status != 200).Should().OnlyContain(answer => answer.Error == "invalid_grant");
        var winner = answers.Single(answer => answer.Status == 200);
        (await server.Database.EndReasonAsync(winner.SessionId)).Should().Be(9);
    }

    [Fact]
    [Spec("RFC 6749", "4.1.3")]
    public async Task Another_client_cannot_use_a_code_and_does_it_no_harm()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        using var thief = new CodeFlow(server.Host, TestClients.OtherCodeApp);
        var code = (await flow.AuthorizeAsync(user)).Code!;

        var stolen = await thief.ExchangeAsync(code, ("redirect_uri", flow.RedirectUri), ("code_verifier", flow.Verifier));

        stolen.Error.Should().Be("invalid_grant");
        var answer = await flow.ExchangeAsync(code);
        answer.Status.Should().Be(200);
        (await thief.ExchangeAsync(code, ("redirect_uri", flow.RedirectUri), ("code_verifier", flow.Verifier))).Error.Should().Be("invalid_grant");
        (await server.Database.EndReasonAsync(answer.SessionId)).Should().BeNull();
    }

    [Theory]
    [InlineData("code_verifier", "another-verifier-of-more-than-forty-three-characters")]
    [InlineData("code_verifier", "short")]
    [InlineData("redirect_uri", "https://app.example/callback/")]
    [InlineData("redirect_uri", null)]
    [Spec("RFC 7636", "4.6")]
    [Spec("RFC 6749", "4.1.3")]
    public async Task A_code_is_bound_to_its_verifier_and_redirect_URI(string parameter, string? value)
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        var code = (await flow.AuthorizeAsync(user)).Code!;

        var answer = await flow.ExchangeAsync(code, (parameter, value));

        answer.Status.Should().Be(400);
        answer.Error.Should().Be("invalid_grant");
        (await flow.ExchangeAsync(code)).Status.Should().Be(200, "what others try does not spend it");
    }

    [Theory]
    [InlineData("code")]
    [InlineData("code_verifier")]
    [Spec("RFC 7636", "4.5")]
    public async Task An_exchange_without_its_parts_is_malformed(string parameter)
    {
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);

        (await flow.ExchangeAsync("whatever", (parameter, null))).Error.Should().Be("invalid_request");
    }

    [Fact]
    [Spec("RFC 6749", "4.1.2")]
    public async Task An_expired_code_opens_nothing()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.HastyApp);
        var code = (await flow.AuthorizeAsync(user)).Code!;
        await Task.Delay(20);

        (await flow.ExchangeAsync(code)).Error.Should().Be("invalid_grant");
    }

    [Fact]
    public async Task A_code_from_before_a_password_reset_opens_nothing()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        var code = (await flow.AuthorizeAsync(user)).Code!;
        await server.Host.ResetPasswordAsync(user, "Another-Passw0rd!");

        (await flow.ExchangeAsync(code)).Error.Should().Be("invalid_grant");
        (await flow.OpenAsync()).AsPage().FormWith("Input.Password").Should().NotBeNull("the sign-in has ended too");
    }

    [Fact]
    public async Task A_code_whose_sign_in_has_ended_opens_nothing()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        var code = (await flow.AuthorizeAsync(user)).Code!;
        await server.Database.ExecuteAsync("UPDATE sign_ins SET ended_at = now(), end_reason = 2 WHERE user_id = @id", ("id", user.Id));

        (await flow.ExchangeAsync(code)).Error.Should().Be("invalid_grant");
    }

    [Fact]
    public async Task A_changed_registration_does_not_burn_the_code()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        var code = (await flow.AuthorizeAsync(user)).Code!;
        await server.Database.ExecuteAsync("UPDATE clients SET version = version + 1 WHERE id = 'code-app'");

        (await flow.ExchangeAsync(code)).Status.Should().Be(200);
    }

    [Fact]
    public async Task No_code_stands_in_the_database()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        var code = (await flow.AuthorizeAsync(user)).Code!;

        var rows = await server.Database.ReadAsync("SELECT row_to_json(a)::text FROM one_time_artefacts a", row => row.GetString(0));

        rows.Should().NotBeEmpty().And.NotContain(row => row.Contains(code) || row.Contains(flow.Verifier));
    }
}
