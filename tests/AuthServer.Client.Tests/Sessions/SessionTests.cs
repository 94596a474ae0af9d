using System.Net;
using AuthServer.Client.Storage;
using AuthServer.Client.Tests.Faults;
using AuthServer.Client.Tokens;
using FluentAssertions;
using Xunit;

namespace AuthServer.Client.Tests.Sessions;

public sealed class SessionTests
{
    public static TheoryData<string, SessionEndReason> Reasons => new()
    {
        { "idle_expired", SessionEndReason.IdleExpired },
        { "absolute_expired", SessionEndReason.AbsoluteExpired },
        { "signed_out", SessionEndReason.SignedOut },
        { "user_revoked", SessionEndReason.UserRevoked },
        { "password_changed", SessionEndReason.PasswordChanged },
        { "credentials_changed", SessionEndReason.CredentialsChanged },
        { "consent_withdrawn", SessionEndReason.ConsentWithdrawn },
        { "state_lost", SessionEndReason.StateLost },
        { "revoked", SessionEndReason.Revoked },
        { "of_another_server", SessionEndReason.Unknown },
    };

    [Fact]
    public async Task Fifty_callers_share_one_refresh()
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Time.Advance(FakeServer.Lifetime);
        application.Server.Faults.Enqueue(Fault.Delayed);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => application.Http.GetAsync("/call"))));

        answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.OK);
        application.Server.RefreshRequests.Should().Be(1);
        application.Server.Served.Should().HaveCount(50);
    }

    [Fact]
    public async Task Fifty_requests_that_are_refused_share_one_refresh()
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Server.RefuseAccessTokens();
        application.Server.Faults.Enqueue(Fault.Delayed);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => application.Http.GetAsync("/call"))));

        answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.OK);
        application.Server.RefreshRequests.Should().Be(1);
    }

    [Fact]
    public async Task Tokens_for_several_targets_are_renewed_one_after_another()
    {
        await using var application = await TestApplication.SignedInAsync();

        var tokens = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => application.Session.GetAsync(new TokenTarget(Scope: $"scope{number % 4}")).AsTask()));

        tokens.Select(token => token.Value).Distinct().Should().HaveCount(4);
        application.Server.RefreshRequests.Should().Be(4);
        application.Server.MostRefreshesAtOnce.Should().Be(1);
        application.Server.Rotations.Should().Be(4, "each used the successor of the one before");
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_stop_the_refresh_that_others_wait_for()
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Time.Advance(FakeServer.Lifetime);
        application.Server.Faults.Enqueue(Fault.Delayed);
        using var impatience = new CancellationTokenSource();

        var first = application.Session.GetAsync(cancellationToken: impatience.Token).AsTask();
        var second = application.Session.GetAsync().AsTask();
        await impatience.CancelAsync();

        await first.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        application.Server.IsLive((await second).Value).Should().BeTrue();
        application.Server.RefreshRequests.Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Invalid_grant_ends_the_session_and_says_why(string reason, SessionEndReason expected)
    {
        var store = new InMemoryTokenStore();
        await using var application = await TestApplication.SignedInAsync(store: store);
        application.Server.End(reason);

        var call = () => application.Http.GetAsync("/call");

        (await call.Should().ThrowAsync<SignInRequiredException>()).Which.End!.Reason.Should().Be(expected);
        application.Ends.Should().ContainSingle().Which.Reason.Should().Be(expected);
        (await store.ReadAsync("", CancellationToken.None)).Should().BeNull();
        await call.Should().ThrowAsync<SignInRequiredException>();
        application.Server.RefreshRequests.Should().Be(1, "a token that was refused is not presented again");
    }

    [Fact]
    public async Task Tokens_that_a_newer_sign_in_has_stored_survive_the_end_of_the_old_session()
    {
        var store = new InMemoryTokenStore();
        await using var application = await TestApplication.SignedInAsync(store: store);
        await using var other = new TestApplication(store: store, besides: application);
        application.Server.ServerAnswer = (_, form) =>
        {
            if (form.GetValueOrDefault("grant_type") != "refresh_token")
            {
                return null;
            }

            // No lock is shared here, as with a lock that does not work: another process signs in while the old token is being refused.
            application.Server.ServerAnswer = static (_, _) => null;
            application.Server.End("revoked");
            other.SignIn.WithPasswordAsync("alice", "secret").GetAwaiter().GetResult();
            return null;
        };
        application.Time.Advance(FakeServer.Lifetime);

        (await application.Http.GetAsync("/call")).StatusCode.Should().Be(HttpStatusCode.OK);

        application.Ends.Should().BeEmpty();
        (await store.ReadAsync("", CancellationToken.None)).Should().NotBeNull();
    }

    [Fact]
    public async Task A_process_takes_over_what_another_has_renewed()
    {
        var store = new InMemoryTokenStore();
        await using var first = await TestApplication.SignedInAsync(store: store);
        await using var second = new TestApplication(store: store, besides: first);
        await second.Session.GetAsync();
        first.Time.Advance(FakeServer.Lifetime);

        var token = await first.Session.GetAsync();

        (await second.Session.GetAsync()).Value.Should().Be(token.Value);
        first.Server.RefreshRequests.Should().Be(1);
    }

    [Fact]
    public async Task A_process_learns_that_another_has_signed_out()
    {
        var store = new InMemoryTokenStore();
        await using var first = await TestApplication.SignedInAsync(store: store);
        await using var second = new TestApplication(store: store, besides: first);
        await second.Session.GetAsync();

        (await first.Session.SignOutAsync()).Should().BeTrue();

        first.Server.Ends.Should().Equal("signed_out");
        await second.Http.Invoking(http => http.GetAsync("/call")).Should().ThrowAsync<SignInRequiredException>();
        second.Ends.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.EndedElsewhere);
        first.Server.RefreshRequests.Should().Be(0);
    }

    [Fact]
    public async Task A_token_in_use_is_renewed_by_the_timer_before_anybody_asks()
    {
        // Eight seconds of a fast clock.
        await using var application = new TestApplication();
        application.Server.ServerAnswer = (_, form) => form["grant_type"] == "password"
            ? FakeServer.Json(new { access_token = "first", token_type = "bearer", expires_in = 8, refresh_token = "any" })
            : FakeServer.Json(new { access_token = "second", token_type = "bearer", expires_in = 1000, refresh_token = "other" });
        await application.SignIn.WithPasswordAsync("alice", "secret");
        (await application.Session.GetAsync()).Value.Should().Be("first");

        await Task.Delay(TimeSpan.FromSeconds(2));

        application.Server.Forms.Should().HaveCount(2);
        (await application.Session.GetAsync()).Value.Should().Be("second");
    }

    [Fact]
    public async Task A_store_that_fails_does_not_cost_the_session()
    {
        var store = new FragileStore();
        await using var application = await TestApplication.SignedInAsync(store: store);
        store.CanWrite = false;
        application.Time.Advance(FakeServer.Lifetime);
        (await application.Session.GetAsync()).Should().NotBeNull();
        store.CanWrite = true;
        application.Time.Advance(FakeServer.Lifetime);
        application.Time.Advance(FakeServer.RetryWindow);

        (await application.Http.GetAsync("/call")).StatusCode.Should().Be(HttpStatusCode.OK, "the store's older refresh token was not presented");

        application.Server.Ends.Should().BeEmpty();
    }

    [Fact]
    public async Task Disposing_waits_for_the_answer_of_a_refresh_under_way()
    {
        var store = new InMemoryTokenStore();
        var application = await TestApplication.SignedInAsync(store: store);
        application.Time.Advance(FakeServer.Lifetime);
        application.Server.Faults.Enqueue(Fault.Delayed);
        using var leaving = new CancellationTokenSource();
        var call = application.Session.GetAsync(cancellationToken: leaving.Token).AsTask();
        while (application.Server.RefreshRequests == 0)
        {
            await Task.Delay(5);
        }

        await leaving.CancelAsync();
        await call.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        await application.DisposeAsync();

        await using var next = new TestApplication(store: store, besides: application);
        application.Server.IsLive((await next.Session.GetAsync()).Value).Should().BeTrue();
        application.Server.RefreshRequests.Should().Be(1, "the answer was stored");
    }

    [Fact]
    public async Task A_daemon_gets_its_tokens_without_anybody_signing_in()
    {
        await using var application = new TestApplication(options => (options.UseClientCredentials, options.ClientSecret) = (true, "secret"));

        (await application.Http.GetAsync("/first")).StatusCode.Should().Be(HttpStatusCode.OK);
        application.Time.Advance(FakeServer.Lifetime);
        (await application.Http.GetAsync("/second")).StatusCode.Should().Be(HttpStatusCode.OK);

        application.Server.Forms.Should().HaveCount(2).And.OnlyContain(form => form["grant_type"] == "client_credentials");
    }
}
