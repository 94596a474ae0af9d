using AuthServer.Core.Clients;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Clients;

public sealed class RetryWindowTests
{
    [Theory]
    [InlineData("0", "00:00:00")]
    [InlineData("00:01:00", "00:01:00")]
    [InlineData("1.00:00:00", "1.00:00:00")]
    [InlineData("until-used", "until-used")]
    public void What_was_written_is_read(string text, string written)
    {
        RetryWindow.TryParse(text, out var window).Should().BeTrue();
        window.ToString().Should().Be(written);
        RetryWindow.TryParse(window.ToString(), out var again).Should().BeTrue();
        again.Should().Be(window);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-00:01:00")]
    [InlineData("soon")]
    [InlineData("Until-Used")]
    public void Anything_else_is_strict_single_use_and_said_to_be_wrong(string text)
    {
        RetryWindow.TryParse(text, out var window).Should().BeFalse();
        window.Should().Be(RetryWindow.StrictSingleUse);
    }

    [Fact]
    public void The_default_follows_the_type_of_the_client_and_its_own_setting_comes_before_both()
    {
        var client = new ClientRegistration { Id = new ClientId("app"), Type = ClientType.Public };

        client.RetryWindowFor(keyBound: false).Should().Be(RetryWindow.Of(TimeSpan.FromSeconds(60)));
        client.RetryWindowFor(keyBound: true).Should().Be(RetryWindow.UntilUsed);
        (client with { Type = ClientType.Confidential }).RetryWindowFor(keyBound: false).Should().Be(RetryWindow.UntilUsed);
        (client with { RetryWindow = RetryWindow.StrictSingleUse }).RetryWindowFor(keyBound: true).Should().Be(RetryWindow.StrictSingleUse);
    }
}
