using AuthServer.Core.Keys;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Keys;

public sealed class SigningKeyScheduleTests
{
    private static readonly DateTimeOffset Start = ManualTimeProvider.DefaultStart;
    private static readonly TimeSpan Retention = TimeSpan.FromHours(2);
    private static readonly SigningKeyOptions Options = new() { Lifetime = TimeSpan.FromDays(90), PublishAhead = TimeSpan.FromDays(2) };
    private static readonly JsonWebKey PublicKey = SigningKey.Generate(JwsAlgorithm.ES256).PublicKey;

    [Fact]
    public void The_first_key_signs_at_once() => Schedule().NextDueAt(Start, Options).Should().Be(Start);

    [Fact]
    public void The_next_key_is_published_ahead_and_signs_when_the_life_of_this_one_is_over()
    {
        var schedule = Schedule(Start);

        schedule.NextDueAt(Start.AddDays(88).AddTicks(-1), Options).Should().BeNull();
        schedule.NextDueAt(Start.AddDays(88), Options).Should().Be(Start.AddDays(90));
    }

    [Theory]
    [InlineData(89)]
    [InlineData(90)]
    [InlineData(400)]
    public void A_key_that_is_added_late_is_still_published_ahead(int days) =>
        Schedule(Start).NextDueAt(Start.AddDays(days), Options).Should().Be(Start.AddDays(days + 2));

    [Fact]
    public void No_further_key_is_due_while_the_next_waits() => Schedule(Start, Start.AddDays(90)).NextDueAt(Start.AddDays(89), Options).Should().BeNull();

    [Fact]
    public void The_newest_key_whose_time_has_come_signs()
    {
        var schedule = Schedule(Start, Start.AddDays(90));

        schedule.SignerAt(Start.AddTicks(-1)).Should().BeNull();
        schedule.SignerAt(Start)!.Number.Should().Be(1);
        schedule.SignerAt(Start.AddDays(90).AddTicks(-1))!.Number.Should().Be(1);
        schedule.SignerAt(Start.AddDays(90))!.Number.Should().Be(2);
    }

    [Fact]
    public void A_key_is_kept_until_the_last_token_that_it_signed_has_expired()
    {
        var schedule = Schedule(Start, Start.AddDays(90), Start.AddDays(180));

        schedule.UselessAt(Start.AddDays(90) + Retention - TimeSpan.FromTicks(1)).Should().BeEmpty();
        schedule.UselessAt(Start.AddDays(90) + Retention).Select(key => key.Number).Should().Equal(1);
        schedule.UselessAt(Start.AddDays(900)).Select(key => key.Number).Should().Equal(1, 2);
    }

    private static SigningKeySchedule Schedule(params DateTimeOffset[] signsFrom) => new(
        signsFrom.Select((from, index) => new SigningKeyRecord($"key-{index + 1}", "ES256", index + 1, PublicKey, [], from)).Reverse(), Retention);
}
