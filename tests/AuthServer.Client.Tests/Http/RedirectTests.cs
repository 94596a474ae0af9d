using System.Collections.Concurrent;
using AuthServer.Client.SignIns;
using AuthServer.Client.Tests.Faults;
using FluentAssertions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AuthServer.Client.Tests.Http;

/// <summary>Redirects as the framework's own handler follows them, over sockets.</summary>
public sealed class RedirectTests
{
    [Fact]
    public async Task A_redirect_takes_no_token_to_another_origin()
    {
        var received = new ConcurrentQueue<string>();
        await using var elsewhere = await StartAsync(context =>
        {
            received.Enqueue(context.Request.Headers.Authorization.ToString());
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        });
        await using var api = await StartAsync(context =>
        {
            received.Enqueue(context.Request.Headers.Authorization.ToString());
            context.Response.Redirect(elsewhere.Urls.Single() + "/there");
        });
        await using var application = await TestApplication.SignedInAsync();
        var services = new ServiceCollection();
        services.AddAuthServerClient(options => (options.Issuer, options.ClientId) = (FakeServer.Issuer, "app"));
        services.AddHttpClient(AuthServerClientDefaults.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => application.Server);
        services.AddHttpClient("api", http => http.BaseAddress = new Uri(api.Urls.Single())).AddAuthServerTokens();
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<AuthServerSignIn>().WithPasswordAsync("alice", "secret");

        using var answer = await provider.GetRequiredService<IHttpClientFactory>().CreateClient("api").GetAsync("/here");

        ((int)answer.StatusCode).Should().Be(StatusCodes.Status401Unauthorized);
        received.Should().HaveCount(2, "a stranger's refusal renews nothing");
        received.First().Should().StartWith("Bearer at-");
        received.Last().Should().BeEmpty();
    }

    private static async Task<WebApplication> StartAsync(Action<HttpContext> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        application.Run(context =>
        {
            answer(context);
            return Task.CompletedTask;
        });
        await application.StartAsync();
        return application;
    }
}
