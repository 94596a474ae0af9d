using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Keys;
using AuthServer.Core.Results;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;
using AuthServer.Testing;
using AuthServer.Testing.Clients;
using AuthServer.Testing.Keys;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Sessions;

/// <summary>The table as a pure function: each case, and which case wins when two apply.</summary>
[Spec("RFC 9700", "4.14.2")]
public sealed class PresentedTokenTableTests
{
    private static readonly DateTimeOffset Now = ManualTimeProvider.DefaultStart;
    private static readonly RefreshTokenFormat Format = new(new RefreshTokenKeyRing(new InMemoryMasterKeySource(), TimeProvider.System));

    // RT(0) … RT(3) of one session, whose current token is RT(2).
    private readonly RefreshToken[] _tokens = Chain(SessionId.New(Now), length: 4);

    private SessionSnapshot Snapshot => new(
        new Session
        {
            Id = _tokens[0].Session,
            UserId = new UserId(Guid.NewGuid()),
            UserEpoch = 1,
            ClientId = new ClientId("app"),
            ClientEpoch = 1,
            Scopes = ScopeSet.Of(["openid"]),
            Audiences = ScopeSet.Empty,
            CreatedAt = Now.AddDays(-1),
            AuthenticatedAt = Now.AddDays(-1),
            Acr = "1",
            Amr = "pwd",
            Generation = 2,
            TokenHash = _tokens[2].Hash,
            PredecessorHash = _tokens[1].Hash,
            RotatedAt = Now.AddSeconds(-10),
            IdleExpiresAt = Now.AddDays(1),
            AbsoluteExpiresAt = Now.AddDays(2),
        },
        User: new OwnerState(1, null, Disabled: false),
        Client: new OwnerState(1, null, Disabled: false),
        UserClaims.None,
        ClientVersion: 1,
        Now);

    [Fact]
    public void Case_2_no_such_session() => Refused(Decide(null, 2)).Should().Be(Plain);

    [Fact]
    public void Case_3_another_client() => Refused(Decide(With(session => session with { ClientId = new ClientId("other") }), 2), AuditEventTypes.TokenOfAnotherClient).Should().Be(Plain);

    [Theory]
    [InlineData(null)]
    [InlineData("another")]
    [InlineData("ITS-KEY")]
    public void Case_4_a_bound_session_without_its_key(string? proved) =>
        Refused(Decide(With(session => session with { ProofKeyThumbprint = "its-key" }), 2, proved), AuditEventTypes.ProofRefused).Code.Should().Be(ErrorCodes.InvalidDpopProof);

    [Fact]
    public void A_bound_session_with_its_key_goes_on() =>
        Decide(With(session => session with { ProofKeyThumbprint = "its-key" }), 2, "its-key").Should().Be(new SessionVerdict.Rotate());

    [Fact]
    public void A_client_that_was_registered_anew_is_asked_for_again() => Decide(Snapshot with { ClientVersion = 2 }, 2).Should().Be(new SessionVerdict.ClientChanged());

    [Theory]
    [InlineData(EndReason.SignedOut, "signed_out")]
    [InlineData(EndReason.UserRevoked, "user_revoked")]
    [InlineData(EndReason.PasswordChanged, "password_changed")]
    [InlineData(EndReason.CredentialsChanged, "credentials_changed")]
    [InlineData(EndReason.ConsentWithdrawn, "consent_withdrawn")]
    [InlineData(EndReason.StateLost, "state_lost")]
    [InlineData(EndReason.IdleExpired, "idle_expired")]
    [InlineData(EndReason.AbsoluteExpired, "absolute_expired")]
    [InlineData(EndReason.AdminRevoked, "revoked")]
    [InlineData(EndReason.AccountDisabled, "revoked")]
    [InlineData(EndReason.ClientDisabled, "revoked")]
    [InlineData(EndReason.CodeReused, "revoked")]
    [InlineData(EndReason.ReuseDetected, "revoked")]
    [InlineData(EndReason.Incident, "revoked")]
    public void Case_5_an_ended_session_says_why_to_the_holder_of_its_last_two_tokens(EndReason reason, string said)
    {
        var ended = With(session => session with { EndedAt = Now, EndReason = reason });

        Refused(Decide(ended, 2)).Reason.Should().Be(said);
        Refused(Decide(ended, 1)).Reason.Should().Be(said);
        Refused(Decide(ended, 0)).Should().Be(Plain);
        Refused(Decide(ended, 3)).Should().Be(Plain);
    }

    [Fact]
    public void Case_5_an_epoch_behind_ends_for_the_reason_of_the_epoch() =>
        Refused(Decide(Snapshot with { User = new OwnerState(2, EndReason.PasswordChanged, false) }, 2)).Reason.Should().Be("password_changed");

    [Fact]
    public void Case_5_a_disabled_user_or_client_ends_everything()
    {
        Refused(Decide(Snapshot with { User = new OwnerState(1, null, Disabled: true) }, 2)).Reason.Should().Be("revoked");
        Refused(Decide(Snapshot with { Client = new OwnerState(1, null, Disabled: true) }, 2)).Reason.Should().Be("revoked");
    }

    [Fact]
    public void A_client_that_was_disabled_or_deleted_since_it_was_authenticated_is_authenticated_again() =>
        Decide(Snapshot with { Client = new OwnerState(0, null, Disabled: true), ClientVersion = 0 }, 2).Should().BeOfType<SessionVerdict.ClientChanged>();

    [Fact]
    public void Case_6_expiry_ends_at_its_very_instant()
    {
        Ends(Decide(With(session => session with { IdleExpiresAt = Now }), 2), EndReason.IdleExpired).Reason.Should().Be("idle_expired");
        Ends(Decide(With(session => session with { AbsoluteExpiresAt = Now }), 2), EndReason.AbsoluteExpired).Reason.Should().Be("absolute_expired");
        Decide(With(session => session with { IdleExpiresAt = Now.AddTicks(1), AbsoluteExpiresAt = Now.AddTicks(1) }), 2).Should().Be(new SessionVerdict.Rotate());
    }

    [Fact]
    public void Case_7_the_current_token_rotates() => Decide(Snapshot, 2).Should().Be(new SessionVerdict.Rotate());

    [Fact]
    public void Case_8_the_predecessor_is_retried() => Decide(Snapshot, 1).Should().Be(new SessionVerdict.Retry());

    [Fact]
    public void Case_8_over_the_limit_the_answer_is_to_wait()
    {
        var error = Refused(Decide(With(session => session with { Retries = 256 }), 1));

        error.Code.Should().Be(ErrorCodes.TooManyRequests);
        error.RetryAfter.Should().BePositive();
        Decide(With(session => session with { Retries = 255 }), 1).Should().Be(new SessionVerdict.Retry());
    }

    [Fact]
    public void Case_8_ends_with_the_window_of_the_client()
    {
        Decide(With(session => session with { RotatedAt = Now.AddSeconds(-60).AddTicks(1) }), 1).Should().Be(new SessionVerdict.Retry());
        Ends(Decide(With(session => session with { RotatedAt = Now.AddSeconds(-60) }), 1), EndReason.ReuseDetected).Reason.Should().Be("revoked");
        Ends(Decide(Snapshot, 1, client: client => client with { RetryWindow = RetryWindow.StrictSingleUse }), EndReason.ReuseDetected);
    }

    [Fact]
    public void Case_8_confidential_clients_and_bound_sessions_retry_until_the_successor_is_used()
    {
        var old = With(session => session with { RotatedAt = Now.AddHours(-20) });
        Decide(old, 1, client: client => client with { Type = ClientType.Confidential }).Should().Be(new SessionVerdict.Retry());

        var bound = With(session => session with { RotatedAt = Now.AddHours(-20), ProofKeyThumbprint = "its-key" });
        Decide(bound, 1, "its-key").Should().Be(new SessionVerdict.Retry());
    }

    [Fact]
    public void Case_8_is_closed_by_a_streak_of_foreign_retries()
    {
        Decide(With(session => session with { RetryStreak = 7 }), 1).Should().Be(new SessionVerdict.Retry());
        Decide(With(session => session with { RetryStreak = 8, ForeignRetry = true }), 1).Should().Be(new SessionVerdict.Retry());
        Ends(Decide(With(session => session with { RetryStreak = 8 }), 1), EndReason.ReuseDetected);
        Ends(Decide(With(session => session with { RetryStreak = 9, ForeignRetry = true }), 1), EndReason.ReuseDetected);
    }

    [Fact]
    public void Case_9_a_future_token_means_lost_state() => Ends(Decide(Snapshot, 3), EndReason.StateLost).Should().Be(Plain);

    [Fact]
    public void Case_10_anything_else_is_theft()
    {
        Ends(Decide(Snapshot, 0), EndReason.ReuseDetected).Should().Be(Plain);
        Ends(Decide(With(session => session with { TokenHash = _tokens[0].Hash }), 2), EndReason.ReuseDetected).Should().Be(Plain);
        Ends(Decide(With(session => session with { PredecessorHash = _tokens[0].Hash }), 1), EndReason.ReuseDetected).Should().Be(Plain);
        Ends(Decide(With(session => session with { TokenHash = null, PredecessorHash = null }), 2), EndReason.ReuseDetected).Should().Be(Plain);
    }

    [Fact]
    public void Another_client_is_told_nothing_of_key_end_or_expiry() => Refused(
        Decide(
            With(session => session with
            {
                ClientId = new ClientId("other"),
                ProofKeyThumbprint = "its-key",
                EndedAt = Now,
                EndReason = EndReason.SignedOut,
                IdleExpiresAt = Now,
            }) with
            { ClientVersion = 9 },
            2),
        AuditEventTypes.TokenOfAnotherClient).Should().Be(Plain);

    [Fact]
    public void Without_the_key_nothing_is_said_of_the_end() => Refused(
        Decide(With(session => session with { ProofKeyThumbprint = "its-key", EndedAt = Now, EndReason = EndReason.SignedOut }), 2), AuditEventTypes.ProofRefused)
        .Code.Should().Be(ErrorCodes.InvalidDpopProof);

    [Fact]
    public void An_ended_session_is_never_counted_as_theft_or_expired_again()
    {
        var ended = With(session => session with { EndedAt = Now, EndReason = EndReason.SignedOut, IdleExpiresAt = Now });

        for (var generation = 0; generation <= 3; generation++)
        {
            Decide(ended, generation).Should().BeOfType<SessionVerdict.Refuse>();
        }
    }

    [Fact]
    public void An_expired_session_is_not_counted_as_theft()
    {
        var expired = With(session => session with { IdleExpiresAt = Now });

        Ends(Decide(expired, 0), EndReason.IdleExpired);
        Ends(Decide(expired, 3), EndReason.IdleExpired);
    }

    [Fact]
    public void The_row_s_own_end_counts_before_the_user_s_and_the_user_s_before_the_client_s()
    {
        var all = With(session => session with { EndedAt = Now, EndReason = EndReason.SignedOut }) with
        {
            User = new OwnerState(2, EndReason.PasswordChanged, true),
            Client = new OwnerState(2, EndReason.Incident, true),
        };

        all.Ended.Should().Be(EndReason.SignedOut);
        (all with { Session = Snapshot.Session }).Ended.Should().Be(EndReason.PasswordChanged);
        (all with { Session = Snapshot.Session, User = Snapshot.User }).Ended.Should().Be(EndReason.Incident);
        Snapshot.Ended.Should().BeNull();
    }

    private static readonly OAuthError Plain = OAuthError.InvalidGrant("The refresh token is invalid.");

    private static RefreshToken[] Chain(SessionId session, int length)
    {
        var tokens = new List<RefreshToken> { Format.First(session) };
        while (tokens.Count < length)
        {
            tokens.Add(Format.Successor(tokens[^1], RefreshTokenFormat.NewSalt(), Format.CurrentKeyId)!);
        }

        return [.. tokens];
    }

    private static OAuthError Refused(SessionVerdict verdict, string? auditEvent = null)
    {
        var refusal = verdict.Should().BeOfType<SessionVerdict.Refuse>().Subject;
        refusal.AuditEvent.Should().Be(auditEvent);
        return refusal.Error;
    }

    private static OAuthError Ends(SessionVerdict verdict, EndReason reason)
    {
        var refusal = verdict.Should().BeOfType<SessionVerdict.RefuseAndEnd>().Subject;
        refusal.Reason.Should().Be(reason);
        refusal.Error.Code.Should().Be(ErrorCodes.InvalidGrant);
        return refusal.Error;
    }

    private SessionSnapshot With(Func<Session, Session> change) => Snapshot with { Session = change(Snapshot.Session) };

    private SessionVerdict Decide(
        SessionSnapshot? snapshot, int generation, string? proofKey = null, Func<ClientRegistration, ClientRegistration>? client = null)
    {
        var registration = new ClientRegistration { Id = new ClientId("app"), Type = ClientType.Public, Version = 1 };
        var presenter = TestClients.Authenticated(client?.Invoke(registration) ?? registration);
        return PresentedTokenTable.Decide(snapshot, new RefreshPresentation(_tokens[generation], presenter, null, proofKey, Engine.Home));
    }
}
