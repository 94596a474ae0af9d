using System.Net;
using AuthServer.Client.Storage;
using AuthServer.Client.Tests.Faults;
using AuthServer.Client.Tokens;
using FluentAssertions;
using Xunit;

namespace AuthServer.Client.Tests.Sessions;

/// <summary>One session after another in one application, which may be those of two users.</summary>
public sealed class SignInChangeTests
{
    private readonly InMemoryTokenStore _store = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_of_one_user_is_not_repeated_as_another(bool isExpired)
    {
        await using var application = await TestApplication.SignedInAsync(store: _store);
        application.Server.ApiAnswer = _ =>
        {
            application.Server.ApiAnswer = static _ => null;
            application.Session.SignOutAsync().GetAwaiter().GetResult();
            application.SignIn.WithPasswordAsync("bob", "secret").GetAwaiter().GetResult();
            application.Time.Advance(isExpired ? FakeServer.Lifetime : TimeSpan.Zero);
            return FakeServer.Challenge("Bearer error=\"invalid_token\"");
        };

        (await application.Http.PostAsync("/orders", new StringContent("alice's"))).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        application.Server.Served.Should().BeEmpty();
        application.Server.ApiRequests.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_request_is_not_repeated_as_the_user_who_signed_in_through_another_process()
    {
        await using var application = await TestApplication.SignedInAsync(store: _store);
        await using var other = new TestApplication(store: _store, besides: application);
        var replaced = 0;
        application.Session.Replaced += (_, _) => replaced++;
        await application.Session.GetAsync();
        await application.Session.IsSignedInAsync();
        application.Server.RefuseAccessTokens();
        await other.SignIn.WithPasswordAsync("bob", "secret");

        (await application.Http.PostAsync("/orders", new StringContent("alice's"))).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        application.Server.Served.Should().BeEmpty();
        replaced.Should().Be(1, "who shows a user's name must learn of it");
        (await application.Http.PostAsync("/orders", new StringContent("bob's"))).StatusCode.Should().Be(HttpStatusCode.OK);
        application.Ends.Should().BeEmpty();
    }

    [Fact]
    public async Task The_session_that_a_sign_in_takes_the_place_of_is_ended_at_the_server()
    {
        await using var application = await TestApplication.SignedInAsync(store: _store);
        await application.SignIn.WithPasswordAsync("alice", "secret");

        for (var look = 0; look < 500 && !application.Server.Ends.Any(); look++)
        {
            await Task.Delay(10);
        }

        application.Server.Ends.Should().Equal("signed_out");
        (await application.Http.GetAsync("/call")).StatusCode.Should().Be(HttpStatusCode.OK);
        application.Ends.Should().BeEmpty();
    }

    [Theory]
    [InlineData("https://other.test", "app")]
    [InlineData(FakeServer.Issuer, "other")]
    public async Task Tokens_of_another_server_or_client_are_not_sent_and_not_cleared(string issuer, string client)
    {
        await using var other = await TestApplication.SignedInAsync(store: _store);
        await using var application = new TestApplication(options => (options.Issuer, options.ClientId) = (issuer, client), store: _store, besides: other);

        (await application.Session.IsSignedInAsync()).Should().BeFalse();
        await application.Session.Invoking(session => session.GetAsync().AsTask()).Should().ThrowAsync<SignInRequiredException>();
        await application.Session.SignOutAsync();

        application.Server.Forms.Should().ContainSingle("nobody was sent them").Which["grant_type"].Should().Be("password");
        application.Time.Advance(FakeServer.Lifetime);
        (await other.Http.GetAsync("/call")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_listener_may_sign_the_user_in_again_while_a_sign_out_waits_for_it()
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Session.Ended += (_, _) => application.SignIn.WithPasswordAsync("bob", "secret").GetAwaiter().GetResult();

        await application.Session.SignOutAsync().WaitAsync(TimeSpan.FromSeconds(20));

        (await application.Session.IsSignedInAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task A_listener_may_ask_for_a_token_while_those_who_wait_for_one_wait_for_it()
    {
        await using var application = await TestApplication.SignedInAsync();
        Exception? told = null;
        application.Session.Ended += (_, _) => told = Record.Exception(() => application.Session.GetAsync().AsTask().GetAwaiter().GetResult());
        application.Time.Advance(FakeServer.Lifetime);
        application.Server.End("revoked");

        await application.Session.Invoking(session => session.GetAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20))).Should().ThrowAsync<SignInRequiredException>();

        told.Should().BeOfType<SignInRequiredException>().Which.End!.Reason.Should().Be(SessionEndReason.Revoked);
    }
}
