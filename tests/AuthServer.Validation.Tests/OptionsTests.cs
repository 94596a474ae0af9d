using FluentAssertions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServer.Validation.Tests;

/// <summary>A host with options that cannot validate safely does not start, and says which key to change how.</summary>
public sealed class OptionsTests
{
    [Theory]
    [InlineData("Issuer", "", "'AuthServer:Validation:Issuer' is required*")]
    [InlineData("Issuer", "auth.example.com", "'AuthServer:Validation:Issuer' must be an absolute URL*")]
    [InlineData("Issuer", "https://auth.example.com/?a=b", "'AuthServer:Validation:Issuer' must be an absolute URL*")]
    [InlineData("Issuer", "https://auth.example.com/#a", "'AuthServer:Validation:Issuer' must be an absolute URL*")]
    [InlineData("Issuer", "http://auth.example.com", "'AuthServer:Validation:Issuer' must be https*")]
    [InlineData("Issuer", "http://localhost:5000", "'AuthServer:Validation:Issuer' must be https*Development*")]
    [InlineData("Audience", " ", "'AuthServer:Validation:Audience' is required*")]
    [InlineData("RequireHttps", "false", "'AuthServer:Validation:RequireHttps' may be false in Development only*")]
    [InlineData("ClockSkew", "-00:00:01", "'AuthServer:Validation:ClockSkew' must lie between*")]
    [InlineData("ClockSkew", "00:05:01", "'AuthServer:Validation:ClockSkew' must lie between*")]
    [InlineData("MinimumKeyRefreshInterval", "00:00:00", "'AuthServer:Validation:MinimumKeyRefreshInterval' must be at least*")]
    [InlineData("KeyRefreshInterval", "00:00:29", "'AuthServer:Validation:KeyRefreshInterval' must not be shorter*")]
    [InlineData("TokenCacheSize", "-1", "'AuthServer:Validation:TokenCacheSize' must lie between*")]
    [InlineData("ProofLifetime", "00:00:00", "'AuthServer:Validation:ProofLifetime' must lie between*")]
    [InlineData("ProofLifetime", "00:10:01", "'AuthServer:Validation:ProofLifetime' must lie between*")]
    [InlineData("ProofCacheSize", "999", "'AuthServer:Validation:ProofCacheSize' must lie between*")]
    [InlineData("Revocations:ClientId", "api", "'AuthServer:Validation:Revocations:ClientId' and 'AuthServer:Validation:Revocations:ClientSecret' belong together*")]
    [InlineData("Revocations:ClientSecret", "secret", "*belong together*set both*or neither*")]
    [InlineData("Revocations:WhenStale", "FailClosed", "'AuthServer:Validation:Revocations:WhenStale' is FailClosed*set ClientId and ClientSecret too*")]
    [InlineData("Revocations:WhenStale", "7", "'AuthServer:Validation:Revocations:WhenStale' must be Continue or FailClosed*")]
    [InlineData("Revocations:PollWait", "00:00:31", "'AuthServer:Validation:Revocations:PollWait' must be whole seconds*")]
    [InlineData("Revocations:PollWait", "00:00:00", "'AuthServer:Validation:Revocations:PollWait' must be whole seconds*")]
    [InlineData("Revocations:PollWait", "00:00:01.5", "'AuthServer:Validation:Revocations:PollWait' must be whole seconds*")]
    [InlineData("Revocations:StaleAfter", "00:00:35", "'AuthServer:Validation:Revocations:StaleAfter' must be longer than PollWait*")]
    [InlineData("Revocations:StaleAfter", "1.00:00:01", "'AuthServer:Validation:Revocations:StaleAfter' must be longer*at most 1.00:00:00*")]
    public async Task Outside_development_it_refuses(string key, string value, string message)
    {
        var start = () => StartAsync("Production", key, value);

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage(message);
    }

    [Theory]
    [InlineData("Issuer", "http://auth.example.com", "'AuthServer:Validation:Issuer' must be https*")]
    [InlineData("Issuer", "ftp://localhost", "'AuthServer:Validation:Issuer' must be https*")]
    public async Task In_development_it_still_refuses(string key, string value, string message)
    {
        var start = () => StartAsync("Development", key, value);

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage(message);
    }

    [Theory]
    [InlineData("Production", "Issuer", "https://auth.example.com/tenant")]
    [InlineData("Development", "Issuer", "http://localhost:5000")]
    [InlineData("Development", "Issuer", "http://[::1]:5000")]
    [InlineData("Development", "RequireHttps", "false")]
    public async Task It_starts(string environment, string key, string value)
    {
        var start = () => StartAsync(environment, key, value);

        await start.Should().NotThrowAsync();
    }

    [Fact]
    public async Task A_misspelt_key_is_refused()
    {
        var start = () => StartAsync("Production", "Isuer", "https://auth.example.com");

        (await start.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*Isuer*");
    }

    private static async Task StartAsync(string environment, string key, string value)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Configuration["AuthServer:Validation:Issuer"] = "https://auth.example.com";
        builder.Configuration["AuthServer:Validation:Audience"] = "api";
        builder.Configuration["AuthServer:Validation:" + key] = value;
        builder.Services.AddAuthServerValidation(builder.Configuration.GetSection(AuthServerBearerDefaults.ConfigurationSection));
        await using var app = builder.Build();
        await app.StartAsync();
    }
}
