using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Jose;
using AuthServer.Validation.Scopes;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AuthServer.Validation.Tests.Proofs;

/// <summary>What surrounds proofs: an API that takes none, one behind a proxy, one with another window.</summary>
public sealed class DpopSettingsTests
{
    [Fact]
    public async Task An_api_that_takes_no_proofs_neither_offers_nor_reads_them()
    {
        await using var api = await ApiHost.StartAsync(services: null, ("AcceptDpop", "false"));
        using var device = new Device(api);

        (await api.GetAsync(token: null)).Challenge().Should().Be("Bearer realm=\"api\"");
        (await device.SendAsync(device.Proof().Sign())).Challenge().Should().Be("Bearer realm=\"api\"");
        (await device.PresentAsync($"Bearer {device.BoundToken}", device.Proof().Sign())).ShouldBeRefused("The token is bound to a key and is not a bearer token.");
        (await api.GetAsync(api.Token().Sign())).ShouldBeAccepted();
    }

    [Fact]
    public async Task The_age_that_is_allowed_can_be_set()
    {
        await using var api = await ApiHost.StartAsync(services: null, ("ProofLifetime", "00:00:10"));
        using var device = new Device(api);
        var now = api.Time.GetUtcNow().ToUnixTimeSeconds();

        (await device.SendAsync(device.Proof().With("iat", now - 10).Sign())).ShouldBeAccepted();
        (await device.SendAsync(device.Proof().With("iat", now - 11).Sign())).ShouldBeRefusedAsDpop("invalid_dpop_proof", "The DPoP proof is too old.");
    }

    [Fact]
    public async Task Behind_a_proxy_the_proof_is_for_the_address_that_the_client_knows()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        using var key = SigningKey.Generate(JwsAlgorithm.ES256);
        await using var app = await StartBehindProxyAsync(issuer);
        var token = new Token(issuer.Key, issuer.Url, DateTimeOffset.UtcNow).With("cnf", new JsonObject { ["jkt"] = key.PublicKey.Thumbprint() }).Sign();

        (await SendAsync("https://shop.example/orders/list")).Should().Be(HttpStatusCode.OK);
        (await SendAsync("http://localhost/list")).Should().Be(HttpStatusCode.Unauthorized);

        async Task<HttpStatusCode> SendAsync(string htu)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/list");
            request.Headers.TryAddWithoutValidation("Authorization", $"DPoP {token}");
            request.Headers.Add("DPoP", new Proof(key, token, DateTimeOffset.UtcNow).With("htu", htu).Sign());
            request.Headers.Add("X-Forwarded-Proto", "https");
            request.Headers.Add("X-Forwarded-Host", "shop.example");
            request.Headers.Add("X-Forwarded-Prefix", "/orders");
            using var client = app.GetTestClient();
            return (await client.SendAsync(request)).StatusCode;
        }
    }

    private static async Task<WebApplication> StartBehindProxyAsync(FakeIssuer issuer)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddAuthServerValidation(options => (options.Issuer, options.Audience) = (issuer.Url, "api"));
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedPrefix;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
        });
        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/list", () => { }).RequireScope("api");
        await app.StartAsync();
        return app;
    }
}
