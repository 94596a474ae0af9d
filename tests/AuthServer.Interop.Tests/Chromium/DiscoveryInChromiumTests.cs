using AuthServer.Testing.Chromium;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Interop.Tests.Chromium;

public sealed class DiscoveryInChromiumTests(ChromiumFixture chromium, ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_browser_reads_the_discovery_document()
    {
        await using var context = await chromium.NewContextAsync();
        var page = await context.NewPageAsync();

        var answer = await page.GotoAsync($"{server.Host.Issuer}/.well-known/openid-configuration");

        answer!.Status.Should().Be(200);
        (await page.ContentAsync()).Should().Contain(server.Host.Issuer);
    }
}
