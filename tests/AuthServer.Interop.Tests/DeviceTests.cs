using AuthServer.Interop.Tests.Conversations;
using AuthServer.Interop.Tests.Hosting;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Interop.Tests;

/// <summary>A device without a browser (RFC 8628), as two client libraries drive it.</summary>
public sealed class DeviceTests(InteropServer server) : IClassFixture<InteropServer>
{
    [Theory]
    [InlineData("openid-client")]
    [InlineData("oauth4webapi")]
    [Spec("RFC 8628", "3")]
    public async Task A_device_gets_tokens_when_its_user_has_approved(string library)
    {
        var played = await server.PlayAsync(library, "device", InteropClients.AsItself("tv", "none"), with: new { decision = "approve" });

        played.Number("call", "status").Should().Be(200);
        played.Text("call", "body", "clientId").Should().Be("tv");
        played.Text("shown", "verification_uri").Should().Be($"{server.Host.Issuer}/device");
    }

    [Fact]
    [Spec("RFC 8628", "3.5")]
    public async Task A_device_that_asks_too_early_is_told_to_wait()
    {
        var played = await server.PlayAsync("oauth4webapi", "device", InteropClients.AsItself("tv", "none"), with: new { decision = "approve" });

        played.Text("early").Should().Be("authorization_pending");
    }

    [Theory]
    [InlineData("openid-client")]
    [InlineData("oauth4webapi")]
    [Spec("RFC 8628", "3.5")]
    public async Task A_device_is_told_when_its_user_has_refused(string library)
    {
        var playing = () => server.PlayAsync(library, "device", InteropClients.AsItself("tv", "none"), with: new { decision = "deny" });

        (await playing.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*access_denied*");
    }
}
