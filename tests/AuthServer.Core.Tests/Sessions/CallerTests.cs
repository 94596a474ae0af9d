using System.Net;
using AuthServer.Core.Sessions;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Sessions;

public sealed class CallerTests
{
    [Theory]
    [InlineData("192.0.2.77", "192.0.2.0/24")]
    [InlineData("::ffff:192.0.2.77", "192.0.2.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48")]
    public void A_network_is_a_24_or_a_48(string address, string network) =>
        Caller.From(IPAddress.Parse(address), null).Network.Should().Be(network);

    [Fact]
    public void What_was_not_sent_is_empty()
    {
        Caller.Unknown.Network.Should().BeEmpty();
        Caller.Unknown.Ip.Should().BeEmpty();
        Caller.From(null, null).UserAgent.Should().BeEmpty();
    }

    [Fact]
    public void A_mapped_address_is_written_as_what_it_maps() => Caller.From(IPAddress.Parse("::ffff:192.0.2.77"), "x").Ip.Should().Be("192.0.2.77");

    [Fact]
    public void A_long_user_agent_is_cut() => Caller.From(null, new string('x', 5_000)).UserAgent.Should().HaveLength(Caller.MaximumUserAgentLength);
}
