using AuthServer.Validation.Revocations;
using FluentAssertions;
using Xunit;

namespace AuthServer.Validation.Tests.Revocations;

public sealed class BackOffTests
{
    [Fact]
    public void Pauses_double_up_to_a_limit_and_differ_from_each_other()
    {
        var backOff = new BackOff();
        var longest = 0.25;
        for (var failure = 0; failure < 10; failure++)
        {
            backOff.Next(asked: null).TotalSeconds.Should().BeInRange(longest / 2, longest);
            longest = Math.Min(longest * 2, 15);
        }

        Enumerable.Range(0, 20).Select(_ => backOff.Next(asked: null)).Distinct().Should().HaveCountGreaterThan(10);
        backOff.Reset();
        backOff.Next(asked: null).TotalSeconds.Should().BeInRange(0.125, 0.25);
    }

    [Fact]
    public void What_the_server_asks_for_is_heeded_up_to_a_minute()
    {
        var backOff = new BackOff();
        backOff.Next(TimeSpan.FromSeconds(7)).TotalSeconds.Should().BeInRange(7.125, 7.25);
        backOff.Next(TimeSpan.FromDays(1)).TotalSeconds.Should().BeInRange(60.25, 60.5);
    }
}
