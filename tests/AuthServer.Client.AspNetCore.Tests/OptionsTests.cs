using AuthServer.Client.AspNetCore.Tests.Hosting;
using AuthServer.Tests.Processes;
using FluentAssertions;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServer.Client.AspNetCore.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("Issuer", "")]
    [InlineData("Issuer", "http://login.example.com")]
    [InlineData("Issuer", "https://login.example.com?tenant=1")]
    [InlineData("ClientId", " ")]
    [InlineData("ClientSecret", "")]
    [InlineData("Scope", "openid  api")]
    [InlineData("Resource", "not a uri")]
    [InlineData("BasePath", "auth")]
    [InlineData("BasePath", "/")]
    [InlineData("BasePath", "/auth/")]
    [InlineData("CallbackPath", "//evil.example")]
    [InlineData("CallbackPath", "/auth")]
    [InlineData("BackChannelLogoutPath", "/a?b")]
    [InlineData("SignedOutPath", "https://evil.example")]
    [InlineData("SignInFailedPath", "")]
    [InlineData("CookieName", "a=b")]
    [InlineData("RequestTimeout", "00:00:15")]
    public async Task A_wrong_setting_stops_the_start_and_names_its_key(string property, string value)
    {
        var start = () => BackEnd.StartAsync(FreePort.Take(), options =>
        {
            Right(options);
            var setting = typeof(AuthServerSessionOptions).GetProperty(property)!;
            setting.SetValue(options, property == "RequestTimeout" ? TimeSpan.Parse(value, System.Globalization.CultureInfo.InvariantCulture) : value);
        });

        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain($"'AuthServer:Session:{property}'");
    }

    [Fact]
    public void The_right_ones_pass()
    {
        var options = new AuthServerSessionOptions();
        Right(options);

        new AuthServerSessionOptionsValidator().Validate(null, options).Succeeded.Should().BeTrue();
    }

    private static void Right(AuthServerSessionOptions options) =>
        (options.Issuer, options.ClientId, options.ClientSecret) = ("https://login.example.com", "web", "secret");
}
