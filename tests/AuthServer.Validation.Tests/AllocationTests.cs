using AuthServer.Validation.Scopes;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AuthServer.Validation.Tests;

/// <summary>What a remembered token costs beside a request without one, in bytes: time varies with the machine, allocation does not.</summary>
public sealed class AllocationTests
{
    private const long Budget = 500;

    // A header of another scheme, so that the context of both requests is the same.
    private const string Anonymous = "Basic eA==";

    [Fact]
    public async Task A_remembered_token_costs_little_beside_an_anonymous_request()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.Services.AddAuthServerValidation(options => (options.Issuer, options.Audience) = (issuer.Url, "api"));
        await using var app = builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/open", () => { });
        app.MapGet("/any", () => { }).RequireAuthorization(policy => policy.RequireAssertion(_ => true));
        app.MapGet("/scope", () => { }).RequireScope("api");
        app.UseEndpoints(_ => { });
        var pipeline = ((IApplicationBuilder)app).Build();

        var bearer = "Bearer " + new Token(issuer.Key, issuer.Url, DateTimeOffset.UtcNow).Sign();
        await SendAsync("/scope", bearer);

        (await MeasureAsync("/open", bearer) - await MeasureAsync("/open", Anonymous)).Should().BeInRange(1, Budget);

        // The framework's authorization costs its own, whatever the policy; the scope policy is measured beside one that lets everyone in.
        (await MeasureAsync("/scope", bearer) - await MeasureAsync("/any", Anonymous)).Should().BeInRange(1, Budget);

        async Task<long> MeasureAsync(string path, string authorization)
        {
            for (var i = 0; i < 200; i++)
            {
                await SendAsync(path, authorization);
            }

            var least = long.MaxValue;
            for (var i = 0; i < 50; i++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                await SendAsync(path, authorization);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            return least;
        }

        async Task SendAsync(string path, string authorization)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
            context.Request.Method = "GET";
            context.Request.Path = path;
            context.Request.Headers.Authorization = authorization;
            await pipeline(context);
            context.Response.StatusCode.Should().Be(200);
        }
    }
}
