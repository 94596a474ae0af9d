using AuthServer.Core.Logout;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Logout;

[Spec("OIDC Back-Channel Logout", "2.2")]
public sealed class BackchannelLogoutUriTests
{
    [Theory]
    [InlineData("https://app.example/logout", true)]
    [InlineData("https://app.example:8443/logout?tenant=1", true)]
    [InlineData("https://app.example/logout#x", false)]
    [InlineData("https://user@app.example/logout", false)]
    [InlineData("http://app.example/logout", false)]
    [InlineData("http://127.0.0.1/logout", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("gopher://app.example/", false)]
    [InlineData("/logout", false)]
    [InlineData("https://app.example\\@evil.example/", false)]
    [InlineData("https://app.example/ logout", false)]
    [InlineData("", false)]
    public void Only_https_is_taken(string uri, bool isTaken) =>
        (BackchannelLogoutUri.RefusalOf(uri, allowLoopbackHttp: false) is null).Should().Be(isTaken);

    [Theory]
    [InlineData("http://127.0.0.1:5003/logout", true)]
    [InlineData("http://localhost:5003/logout", true)]
    [InlineData("http://app.example/logout", false)]
    [InlineData("http://127.0.0.1.evil.example/logout", false)]
    public void Plain_http_is_for_loopback_in_Development(string uri, bool isTaken) =>
        (BackchannelLogoutUri.RefusalOf(uri, allowLoopbackHttp: true) is null).Should().Be(isTaken);
}
