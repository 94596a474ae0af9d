using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Validation.Tests.Revocations;

/// <summary>Tokens that are refused because the feed has said so, and what that costs: the requests ask nobody.</summary>
public sealed class RevokedTokenTests : IAsyncLifetime
{
    private const string Revoked = "The token has been revoked.";

    private ApiHost api = null!;

    private FakeFeed Feed => api.Issuer.Feed;

    public async ValueTask InitializeAsync()
    {
        api = await FollowingApi.StartAsync(issuer => issuer.Feed.RevokeSession("ended before the start"));
        await FollowingApi.UntilAsync(async () => (await api.GetAsync(Token("ended before the start").Sign())).StatusCode == HttpStatusCode.Unauthorized);
    }

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task A_token_of_an_ended_session_is_refused_seen_before_or_not()
    {
        var (seen, unseen, other) = (Token("ended").Sign(), Token("ended").Sign(), Token("other").Sign());
        (await api.GetAsync(seen)).ShouldBeAccepted();
        (await api.GetAsync(other)).ShouldBeAccepted();

        Feed.RevokeSession("ended");

        await RefusedAsync(seen);
        (await api.GetAsync(unseen)).ShouldBeRefused(Revoked);
        (await api.GetAsync(seen)).ShouldBeRefused(Revoked);
        (await api.GetAsync(other)).ShouldBeAccepted();
    }

    [Fact]
    public async Task A_user_s_tokens_are_refused_until_the_user_has_signed_in_again()
    {
        var (old, @new) = (Token().With("epoch", 1).Sign(), Token().With("epoch", 2).Sign());
        (await api.GetAsync(old)).ShouldBeAccepted();

        Feed.RevokeUser("alice", 2);

        await RefusedAsync(old);
        (await api.GetAsync(@new)).ShouldBeAccepted();
        (await api.GetAsync(Token().With("sub", "bob").With("epoch", 1).Sign())).ShouldBeAccepted();
    }

    [Fact]
    public async Task A_client_s_tokens_are_refused_below_its_epoch_with_and_without_a_user()
    {
        var old = Token().With("client_epoch", 6).Sign();
        (await api.GetAsync(old)).ShouldBeAccepted();

        Feed.RevokeClient("demo", 7);

        await RefusedAsync(old);
        (await api.GetAsync(Token().With("client_epoch", 6).With("sub", "demo").Without("sid").Sign())).ShouldBeRefused(Revoked);
        (await api.GetAsync(Token().With("client_epoch", 7).Sign())).ShouldBeAccepted();
    }

    [Fact]
    public async Task A_token_that_another_client_has_by_exchange_goes_with_the_session_and_the_user()
    {
        var bySession = Exchanged("exchanged").Sign();
        var byUser = Exchanged("another").With("sub", "carol").Sign();
        (await api.GetAsync(bySession)).ShouldBeAccepted();
        (await api.GetAsync(byUser)).ShouldBeAccepted();

        Feed.RevokeSession("exchanged");
        Feed.RevokeUser("carol", 2);

        await RefusedAsync(bySession);
        await RefusedAsync(byUser);

        Token Exchanged(string session) => Token(session).With("epoch", 1).With("client_id", "exchanging").With("client_epoch", 1)
            .With("act", new JsonObject { ["sub"] = "exchanging" });
    }

    [Fact]
    public async Task A_token_goes_with_each_client_that_it_was_exchanged_through()
    {
        var old = Exchanged(epoch: 6).Sign();
        (await api.GetAsync(old)).ShouldBeAccepted();

        Feed.RevokeClient("passed-through", 7);

        await RefusedAsync(old);
        (await api.GetAsync(Exchanged(epoch: 7).Sign())).ShouldBeAccepted();

        Token Exchanged(int epoch) => Token().With("client_id", "exchanging").With("client_epoch", 1)
            .With("origin_client_epochs", new JsonObject { ["first"] = 1, ["passed-through"] = epoch });
    }

    [Fact]
    public async Task A_bound_token_is_refused_before_its_proof_is_looked_at()
    {
        using var device = new Device(api);
        (await device.SendAsync(device.Proof().Sign())).StatusCode.Should().Be(HttpStatusCode.OK);

        Feed.RevokeSession("session-1");
        await RefusedAsync(Token("session-1").Sign());

        (await device.SendAsync(device.Proof().Sign())).ShouldBeRefusedAsDpop("invalid_token", Revoked);
        (await device.SendAsync()).ShouldBeRefusedAsDpop("invalid_token", Revoked);
    }

    [Fact]
    public async Task Requests_ask_the_issuer_for_nothing()
    {
        Feed.RevokeSession("ended");
        await RefusedAsync(Token("ended").Sign());
        await api.CaughtUpAsync();
        var (polls, metadata, keys) = (Feed.Polls.Count, api.Issuer.MetadataReads, api.Issuer.KeyReads);

        for (var i = 0; i < 200; i++)
        {
            (await api.GetAsync(Token().Sign())).ShouldBeAccepted();
            (await api.GetAsync(Token("ended").Sign())).ShouldBeRefused(Revoked);
        }

        (Feed.Polls.Count, api.Issuer.MetadataReads, api.Issuer.KeyReads).Should().Be((polls, metadata, keys));
    }

    [Fact]
    public async Task An_entry_lives_as_long_as_the_server_says_by_a_clock_that_need_not_agree()
    {
        Feed.RevokeSession("brief", life: 100);
        var token = Token("brief").Sign();
        await RefusedAsync(token);

        api.Time.Advance(TimeSpan.FromSeconds(99));
        Feed.RevokeSession("something that makes it sweep");
        await RefusedAsync(Token("something that makes it sweep").Sign());
        (await api.GetAsync(token)).ShouldBeRefused(Revoked);

        api.Time.Advance(TimeSpan.FromSeconds(61));
        Feed.RevokeSession("once more");
        await RefusedAsync(Token("once more").Sign());
        (await api.GetAsync(token)).ShouldBeAccepted();
    }

    [Fact]
    public async Task A_kind_that_is_not_known_is_passed_over()
    {
        Feed.Add("""{"kind":"of tomorrow","subject":"session-1","scope":[1],"created_at":1,"expires_at":9000000000}""");
        Feed.RevokeSession("next");

        await RefusedAsync(Token("next").Sign());
        (await api.GetAsync(Token().Sign())).ShouldBeAccepted();
    }

    private Token Token(string session = "a session") => api.Token().With("sid", session);

    private Task RefusedAsync(string token) => FollowingApi.UntilAsync(async () =>
    {
        var answer = await api.GetAsync(token);
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            return false;
        }

        answer.ShouldBeRefused(Revoked);
        return true;
    });
}
