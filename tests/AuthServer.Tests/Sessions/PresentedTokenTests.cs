using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Sessions;

/// <summary>The table of what a presented refresh token means, on the wire. Each name begins with its case.</summary>
[Spec("RFC 9700", "4.14.2")]
public sealed class PresentedTokenTests(ServerFixture server) : IClassFixture<ServerFixture>, IAsyncLifetime
{
    private const string Day = "interval '1 day'";

    private ClientApp _app = null!;
    private AuthUser _user = null!;

    public async ValueTask InitializeAsync() => (_app, _user) = (server.Host.As(TestClients.App), await server.Host.CreateUserAsync());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Case_1_a_string_that_is_no_token_of_ours() => ShouldRefuse(await _app.RefreshAsync("ar_" + new string('A', 94)), reason: null);

    [Fact]
    public async Task Case_2_a_token_whose_session_is_no_more()
    {
        var first = await _app.SignInAsync(_user);
        await server.Database.ExecuteAsync("DELETE FROM sessions WHERE id = @id", ("id", first.SessionId));
        ShouldRefuse(await _app.RefreshAsync(first.RefreshToken), reason: null);
    }

    [Fact]
    public async Task Case_3_a_token_of_another_client()
    {
        var first = await _app.SignInAsync(_user);
        var row = await server.Database.RowAsync(first.SessionId);
        ShouldRefuse(await server.Host.As(TestClients.OtherApp).RefreshAsync(first.RefreshToken), reason: null);
        (await server.Database.RowAsync(first.SessionId)).Should().Be(row);
        (await server.Database.AuditAsync(first.SessionId)).Should().Contain(audit => audit.Type == "session.token_of_another_client" && audit.Actor == "client:other-app");
        (await _app.RefreshAsync(first.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    [Spec("RFC 9449", "5")]
    public async Task Case_4_a_bound_token_without_its_proof()
    {
        var first = await _app.SignInAsync(_user);
        await server.Database.BendAsync(first.SessionId, "proof_key_thumbprint = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs'");
        var row = await server.Database.RowAsync(first.SessionId);
        var answer = await _app.RefreshAsync(first.RefreshToken);
        (answer.Status, answer.Error, answer.Reason).Should().Be((400, "invalid_dpop_proof", null));
        (await server.Database.RowAsync(first.SessionId)).Should().Be(row);
        (await server.Database.AuditAsync(first.SessionId)).Should().Contain(audit => audit.Type == "session.proof_refused");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Case_5_an_ended_session_tells_its_reason_to_the_holder_of_its_last_two_tokens_alone(int generations)
    {
        var (first, last) = await RefreshedAsync(generations);
        await server.Database.BendAsync(first.SessionId, $"ended_at = now(), end_reason = {(int)EndReason.SignedOut}, ended_by = 'client:app'");
        var row = await server.Database.RowAsync(first.SessionId);
        ShouldRefuse(await _app.RefreshAsync(last.RefreshToken), "signed_out");
        ShouldRefuse(await _app.RefreshAsync(first.RefreshToken), generations == 1 ? "signed_out" : null);
        (await server.Database.RowAsync(first.SessionId)).Should().Be(row, "what has ended is never counted as theft");
    }

    [Theory]
    [InlineData("idle_expires_at", "idle_expired", EndReason.IdleExpired)]
    [InlineData("absolute_expires_at", "absolute_expired", EndReason.AbsoluteExpired)]
    public async Task Case_6_an_expired_session_ends(string column, string reason, EndReason stored)
    {
        var (first, last) = await RefreshedAsync(1);
        await server.Database.BendAsync(first.SessionId, $"{column} = clock_timestamp() - interval '1 second'");
        ShouldRefuse(await _app.RefreshAsync(last.RefreshToken), reason);
        (await server.Database.EndReasonAsync(first.SessionId)).Should().Be((short)stored);
        ShouldRefuse(await _app.RefreshAsync(first.RefreshToken), reason);
        (await server.Database.AuditAsync(first.SessionId)).Count(audit => audit.Type == "session.ended").Should().Be(1);
    }

    [Fact]
    public async Task Case_6_comes_before_case_10()
    {
        var (first, _) = await RefreshedAsync(3);
        await server.Database.BendAsync(first.SessionId, $"idle_expires_at = clock_timestamp() - {Day}");
        ShouldRefuse(await _app.RefreshAsync(first.RefreshToken), reason: null);
        (await server.Database.EndReasonAsync(first.SessionId)).Should().Be((short)EndReason.IdleExpired);
    }

    [Fact]
    public async Task Case_7_the_current_token_rotates()
    {
        var first = await _app.SignInAsync(_user);
        (await _app.RefreshAsync(first.RefreshToken)).Status.Should().Be(200);
        (await server.Database.SessionAsync<long>(first.SessionId, "generation")).Should().Be(1);
    }

    [Fact]
    public async Task Case_8_the_predecessor_within_the_window_receives_the_same_successor_and_a_new_access_token()
    {
        var (first, last) = await RefreshedAsync(1);
        var retry = await _app.RefreshAsync(first.RefreshToken);
        retry.Status.Should().Be(200);
        retry.RefreshToken.Should().Be(last.RefreshToken);
        retry.Claims.GetProperty("jti").GetString().Should().NotBe(last.Claims.GetProperty("jti").GetString());
        (await server.Database.SessionAsync<long>(first.SessionId, "generation")).Should().Be(1);
        (await server.Database.SessionAsync<int>(first.SessionId, "retries")).Should().Be(1);
    }

    [Fact]
    [Spec("RFC 6585", "4")]
    public async Task Case_8_over_the_cap_is_told_to_wait_and_ends_nothing()
    {
        _app = server.Host.As(TestClients.CappedApp);
        var (first, last) = await RefreshedAsync(1);
        for (var retry = 0; retry < 3; retry++)
        {
            (await _app.RefreshAsync(first.RefreshToken)).Status.Should().Be(200);
        }

        var refused = await _app.RefreshAsync(first.RefreshToken);
        (refused.Status, refused.Error, refused.Reason).Should().Be((429, "too_many_requests", null));
        refused.Headers.RetryAfter!.Delta.Should().BePositive();
        (await _app.RefreshAsync(last.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Case_9_a_token_from_a_lost_future_ends_the_session_and_is_not_theft()
    {
        var (first, last) = await RefreshedAsync(2);

        // As a restored backup: the row of the sign-in, while the client has moved on.
        await server.Database.BendAsync(first.SessionId, $"generation = 0, token_hash = sha256('\\x{BytesOf(first.RefreshToken)}'), predecessor_hash = NULL, salt = NULL");
        ShouldRefuse(await _app.RefreshAsync(last.RefreshToken), reason: null);
        (await server.Database.EndReasonAsync(first.SessionId)).Should().Be((short)EndReason.StateLost);
        ShouldRefuse(await _app.RefreshAsync(first.RefreshToken), "state_lost");
    }

    [Theory]
    [InlineData("strict-app", "0 seconds", true)]
    [InlineData("app", "59 seconds", false)]
    [InlineData("app", "61 seconds", true)]
    [InlineData("web", "1 year", false)]
    [InlineData("patient-app", "1 year", false)]
    public async Task Case_10_the_predecessor_outside_the_window_ends_the_session(string client, string later, bool ends)
    {
        _app = server.Host.As(TestClients.All.Single(each => each.Id == client));
        var (first, last) = await RefreshedAsync(1);
        await server.Database.BendAsync(first.SessionId, $"rotated_at = rotated_at - interval '{later}'");
        var answer = await _app.RefreshAsync(first.RefreshToken);
        if (ends)
        {
            ShouldRefuse(answer, "revoked");
            ShouldRefuse(await _app.RefreshAsync(last.RefreshToken), "revoked");
            (await server.Database.EndReasonAsync(first.SessionId)).Should().Be((short)EndReason.ReuseDetected);
        }
        else
        {
            answer.Status.Should().Be(200);
            answer.RefreshToken.Should().Be(last.RefreshToken);
        }
    }

    private async Task<(Answer First, Answer Last)> RefreshedAsync(int times)
    {
        var first = await _app.SignInAsync(_user);
        var last = first;
        for (var generation = 0; generation < times; generation++)
        {
            last = await _app.RefreshAsync(last.RefreshToken);
        }

        return (first, last);
    }

    private static string BytesOf(string refreshToken) =>
        Convert.ToHexStringLower(System.Buffers.Text.Base64Url.DecodeFromChars(refreshToken.AsSpan("ar_".Length)));

    private static void ShouldRefuse(Answer answer, string? reason)
    {
        (answer.Status, answer.Error, answer.Reason).Should().Be((400, "invalid_grant", reason));
        answer.Members.Should().Equal(reason is null ? ["error", "error_description"] : ["error", "error_description", "reason"]);
        answer.Headers.WwwAuthenticate.Should().BeEmpty();
    }
}
