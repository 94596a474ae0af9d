using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.OAuth;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Rotation;

/// <summary>The table of what a presented token means, case by case.</summary>
[Spec("RFC 9700", "4.14.2")]
public abstract class PresentedTokenContract(SessionStorage storage) : RotationContract(storage)
{
    [Fact]
    public async Task Case_1_what_is_not_ours_is_recognised_without_storage()
    {
        var holder = await SignInAsync();
        var format = Node.Get<RefreshTokenFormat>();

        format.Read(holder.Current + "A").Should().BeOfType<RefreshTokenReading.Foreign>();
        format.Read(holder.Current[..^1]).Should().BeOfType<RefreshTokenReading.Foreign>();
        format.Read("").Should().BeOfType<RefreshTokenReading.Foreign>();
    }

    [Fact]
    public async Task Case_2_a_token_of_no_session_is_refused()
    {
        var client = await AddClientAsync();
        var token = Node.Get<RefreshTokenFormat>().First(SessionId.New(DateTimeOffset.UtcNow)).Reveal();

        RefusedFor(await Node.PresentAsync(token, client.Id, Callers.Home), reason: null);
    }

    [Fact]
    [Spec("RFC 6749", "10.4")]
    public async Task Case_3_a_token_of_another_client_is_refused_and_recorded_and_nothing_else()
    {
        var holder = await SignInAsync();
        var thief = await AddClientAsync();

        var grant = await UntouchedAsync(holder, () => Node.PresentAsync(holder.Current, thief.Id, Callers.OtherNetwork));

        RefusedFor(grant, reason: null);
        var record = (await Storage.ReadAuditAsync()).Single(record => record.SessionId == holder.Id && record.Type == AuditEventTypes.TokenOfAnotherClient);
        record.Actor.Should().Be(Actors.Client(thief.Id));
        record.ClientId.Should().Be(holder.Client.Id);
        record.Ip.Should().Be("198.51.100.7");
        await RefreshAsync(holder);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another-key")]
    [Spec("RFC 9449", "5")]
    public async Task Case_4_a_bound_token_without_its_key_is_refused_and_recorded_and_nothing_else(string? proofKey)
    {
        var holder = await SignInAsync(proofKey: "its-key");

        var grant = await UntouchedAsync(holder, () => Node.PresentAsync(holder.Current, holder.Client.Id, Callers.Home, proofKey: proofKey));

        Refused(grant).Code.Should().Be(ErrorCodes.InvalidDpopProof);
        (await Storage.ReadAuditAsync()).Should().ContainSingle(record => record.SessionId == holder.Id && record.Type == AuditEventTypes.ProofRefused);
        Granted(await Node.PresentAsync(holder.Current, holder.Client.Id, Callers.Home, proofKey: "its-key")).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Case_5_a_token_of_an_ended_session_is_refused_with_the_reason_and_never_taken_for_theft()
    {
        var holder = await RefreshAsync(await SignInAsync());
        await Node.Get<SessionEnding>().EndAsync(new EndSession(holder.Id, EndReason.SignedOut, "server", Callers.Home));

        RefusedFor(await UntouchedAsync(holder, () => PresentAsync(holder, holder.Current)), "signed_out");
        RefusedFor(await UntouchedAsync(holder, () => PresentAsync(holder, holder.Predecessor)), "signed_out");
        await EndedAsync(holder, EndReason.SignedOut);
    }

    [Fact]
    public async Task Case_5_only_the_holder_of_the_last_two_tokens_learns_why()
    {
        var holder = await RefreshAsync(await RefreshAsync(await SignInAsync()));
        await Node.Get<SessionEnding>().EndAsync(new EndSession(holder.Id, EndReason.SignedOut, "server", Callers.Home));

        RefusedFor(await PresentAsync(holder, holder.Tokens[0]), reason: null);
    }

    [Fact]
    public async Task Case_5_an_epoch_behind_is_an_end()
    {
        var holder = await SignInAsync();
        await Storage.RaiseEpochAsync(holder.User.Id, EndReason.PasswordChanged);

        RefusedFor(await UntouchedAsync(holder, () => PresentAsync(holder, holder.Current)), "password_changed");
    }

    [Fact]
    public async Task Case_6_after_the_idle_expiry_the_session_ends_for_it()
    {
        var holder = await SignInAsync();
        await Storage.AdvanceAsync(holder.Client.SessionIdleLifetime);

        RefusedFor(await PresentAsync(holder, holder.Current), "idle_expired");

        await EndedAsync(holder, EndReason.IdleExpired);
    }

    [Fact]
    public async Task Case_6_after_the_absolute_expiry_the_session_ends_for_it()
    {
        var holder = await SignInAsync(client => client with { SessionIdleLifetime = TimeSpan.FromDays(2), SessionAbsoluteLifetime = TimeSpan.FromDays(3) });
        await Storage.AdvanceAsync(TimeSpan.FromDays(1.5));
        holder = await RefreshAsync(holder);
        await Storage.AdvanceAsync(TimeSpan.FromDays(1.5));

        RefusedFor(await PresentAsync(holder, holder.Current), "absolute_expired");

        await EndedAsync(holder, EndReason.AbsoluteExpired);
    }

    [Fact]
    public async Task Case_7_the_current_token_is_replaced_by_its_successor()
    {
        var holder = await SignInAsync();

        var granted = (await PresentAsync(holder, holder.Current)).Should().BeOfType<SessionGrant.Granted>().Subject.Session;

        granted.RefreshToken!.Generation.Should().Be(1);
        granted.RefreshToken.Hash.Should().Be(granted.Snapshot.Session.TokenHash!.Value);
        granted.Scopes.ToString().Should().Be(holder.Client.DefaultScopes.ToString());
    }

    [Fact]
    public async Task Case_8_the_predecessor_inside_its_window_yields_the_same_successor()
    {
        var holder = await RefreshAsync(await SignInAsync());

        Granted(await PresentAsync(holder, holder.Predecessor)).Should().Be(holder.Current);

        (await FindAsync(holder)).Session.Retries.Should().Be(1);
        await RefreshAsync(holder);
    }

    [Fact]
    public async Task Case_8_over_the_limit_of_retries_the_answer_is_to_wait_and_never_an_end()
    {
        var holder = await RefreshAsync(await SignInAsync(client => client with { RetryLimit = 2 }));
        Granted(await PresentAsync(holder, holder.Predecessor)).Should().Be(holder.Current);
        Granted(await PresentAsync(holder, holder.Predecessor)).Should().Be(holder.Current);

        var error = Refused(await UntouchedAsync(holder, () => PresentAsync(holder, holder.Predecessor)));

        error.Code.Should().Be(ErrorCodes.TooManyRequests);
        error.RetryAfter.Should().BePositive();
        await RefreshAsync(holder);
    }

    [Fact]
    public async Task Case_9_a_token_from_a_lost_future_ends_the_session_and_is_not_theft()
    {
        var holder = await SignInAsync();
        var format = Node.Get<RefreshTokenFormat>();
        var current = ((RefreshTokenReading.Issued)format.Read(holder.Current)).Token;
        var future = format.Successor(current, RefreshTokenFormat.NewSalt(), format.CurrentKeyId)!;

        RefusedFor(await PresentAsync(holder, future.Reveal()), reason: null);

        await EndedAsync(holder, EndReason.StateLost);
        RefusedFor(await PresentAsync(holder, holder.Current), "state_lost");
    }

    [Fact]
    public async Task Case_10_the_predecessor_after_its_window_ends_the_session()
    {
        var holder = await RefreshAsync(await SignInAsync());
        await Storage.AdvanceAsync(TimeSpan.FromSeconds(60));

        RefusedFor(await PresentAsync(holder, holder.Predecessor), "revoked");

        await EndedAsync(holder, EndReason.ReuseDetected);
        RefusedFor(await PresentAsync(holder, holder.Current), "revoked");
    }

    [Fact]
    public async Task Case_10_the_last_but_one_is_dead_even_inside_the_window()
    {
        var holder = await RefreshAsync(await RefreshAsync(await SignInAsync(client => client with { RetryWindow = RetryWindow.UntilUsed })));

        RefusedFor(await PresentAsync(holder, holder.Tokens[0]), reason: null);

        await EndedAsync(holder, EndReason.ReuseDetected);
        (await Storage.ReadAuditAsync()).Single(record => record.SessionId == holder.Id && record.Reason == "reuse_detected").GenerationDistance.Should().Be(2);
    }

    [Fact]
    public async Task Case_10_a_token_of_the_current_generation_that_is_not_the_current_one_ends_the_session()
    {
        var holder = await SignInAsync();
        var other = Node.Get<RefreshTokenFormat>().First(holder.Id).Reveal();

        RefusedFor(await PresentAsync(holder, other), reason: null);

        await EndedAsync(holder, EndReason.ReuseDetected);
    }

    [Fact]
    [Spec("RFC 6749", "6")]
    public async Task A_narrower_scope_is_granted_and_does_not_stick()
    {
        var holder = await SignInAsync();

        var narrowed = (await Node.PresentAsync(holder.Current, holder.Client.Id, Callers.Home, ScopeSet.Of(["orders.read"])))
            .Should().BeOfType<SessionGrant.Granted>().Subject.Session;
        narrowed.Scopes.ToString().Should().Be("orders.read");
        var next = (await PresentAsync(holder, narrowed.RefreshToken!.Reveal())).Should().BeOfType<SessionGrant.Granted>().Subject.Session;

        next.Scopes.ToString().Should().Be(holder.Client.DefaultScopes.ToString());
    }

    [Fact]
    [Spec("RFC 6749", "6")]
    public async Task A_wider_scope_is_refused_and_the_token_stays_current()
    {
        var holder = await SignInAsync();

        var grant = await UntouchedAsync(holder, () => Node.PresentAsync(holder.Current, holder.Client.Id, Callers.Home, ScopeSet.Of(["orders.write"])));

        Refused(grant).Code.Should().Be(ErrorCodes.InvalidScope);
        await RefreshAsync(holder);
    }

    [Fact]
    public async Task A_registration_that_has_changed_since_asks_for_another_turn_and_writes_nothing()
    {
        var holder = await RefreshAsync(await SignInAsync());
        await Storage.ChangeAsync(holder.Client.Id);

        (await UntouchedAsync(holder, () => PresentAsync(holder, holder.Current))).Should().BeOfType<SessionGrant.ClientChanged>();

        Node.Get<ClientDirectory>().Forget(holder.Client.Id);
        await RefreshAsync(holder);
    }
}
