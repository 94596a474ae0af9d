using AuthServer.Protocol.OAuth;
using AuthServer.Validation.Revocations;
using FluentAssertions;
using Xunit;

namespace AuthServer.Validation.Tests.Revocations;

public sealed class RevocationSetTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Now.AddHours(1);
    private static readonly TokenSubject Token = new("session", "user", Epoch: 3, [new OriginClient("client", 5)]);

    private readonly RevocationSet _set = new();

    [Fact]
    public void What_nothing_names_is_not_held()
    {
        _set.AddSession("other session", Later);
        _set.AddUser("other user", 9, Later);
        _set.AddClient("other client", 9, Later);
        _set.AddSession("SESSION", Later);
        _set.AddUser("session", 9, Later);
        _set.AddClient("user", 9, Later);

        _set.Holds(Token).Should().BeFalse();
        _set.Count.Should().Be(6);
    }

    [Fact]
    public void A_session_is_held_whatever_the_epochs()
    {
        _set.AddSession("session", Later);

        _set.Holds(Token).Should().BeTrue();
        _set.Holds(Token with { Epoch = int.MaxValue, Clients = [new OriginClient("exchanging client", 5)] }).Should().BeTrue();
        _set.Holds(Token with { SessionId = null }).Should().BeFalse();
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void A_user_s_tokens_are_held_below_the_epoch(int minimum, bool isHeld)
    {
        _set.AddUser("user", minimum, Later);

        _set.Holds(Token).Should().Be(isHeld);
        _set.Holds(Token with { SessionId = null, Clients = [new OriginClient("exchanging client", 1)] }).Should().Be(isHeld);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void A_client_s_tokens_are_held_below_its_epoch(int minimum, bool isHeld)
    {
        _set.AddClient("client", minimum, Later);

        _set.Holds(Token).Should().Be(isHeld);
        _set.Holds(new TokenSubject(SessionId: null, "client", Epoch: null, [new OriginClient("client", Epoch: 5)])).Should().Be(isHeld);
    }

    [Fact]
    public void A_token_that_does_not_say_its_epoch_is_behind_all_that_do()
    {
        _set.AddUser("user", 1, Later);
        _set.AddClient("client", 1, Later);

        _set.Holds(new TokenSubject(null, "user", Epoch: null, [new OriginClient("other", 9)])).Should().BeTrue();
        _set.Holds(new TokenSubject(null, "other", Epoch: 9, [new OriginClient("client", null)])).Should().BeTrue();
    }

    [Fact]
    public void The_highest_epoch_and_the_last_expiry_count_in_whatever_order_they_come()
    {
        _set.AddUser("user", 4, Later);
        _set.AddUser("user", 2, Now);
        _set.RemoveExpired(Now);

        _set.Holds(Token).Should().BeTrue();
        _set.Holds(Token with { Epoch = 4 }).Should().BeFalse();
    }

    [Fact]
    public void What_has_expired_is_removed_and_nothing_else()
    {
        _set.AddSession("session", Now);
        _set.AddUser("user", 9, Now);
        _set.AddClient("client", 9, Now);
        _set.AddSession("other", Now.AddTicks(1));

        _set.RemoveExpired(Now);

        _set.Holds(Token).Should().BeFalse();
        _set.Count.Should().Be(1);
    }

    [Fact]
    public void A_look_allocates_nothing()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _set.AddSession($"session-{i}", Later);
            _set.AddUser($"user-{i}", 9, Later);
            _set.AddClient($"client-{i}", 9, Later);
        }

        _set.AddUser("user", 1, Later);
        _set.AddClient("client", 1, Later);
        var held = 0;
        Look(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Look(10_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        held.Should().Be(0);

        void Look(int times)
        {
            for (var i = 0; i < times; i++)
            {
                held += _set.Holds(Token) ? 1 : 0;
            }
        }
    }
}
