using System.Net;
using System.Security.Claims;
using AuthServer.Testing;
using AuthServer.Validation.Scopes;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AuthServer.Validation.Tests;

/// <summary>The library in an application of another's: policies, schemes, and what the application may do with the caller.</summary>
public sealed class PolicyTests : IAsyncLifetime
{
    private FakeIssuer issuer = null!;
    private FakeIssuer partner = null!;

    public async ValueTask InitializeAsync() => (issuer, partner) = (await FakeIssuer.StartAsync(), await FakeIssuer.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await issuer.DisposeAsync();
        await partner.DisposeAsync();
    }

    [Fact]
    public async Task All_scopes_that_an_endpoint_and_its_group_ask_for_are_needed_and_named()
    {
        await using var app = await StartAsync(map: app => app.MapGroup("/").RequireScope("api").MapGet("/x", () => "ok").RequireScope("notes.read", "notes.write"));

        (await GetAsync(app, Token("api notes.read notes.write"))).StatusCode.Should().Be(HttpStatusCode.OK);
        var refused = await GetAsync(app, Token("notes.read api"));
        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        refused.Challenge().Should().Be("Bearer error=\"insufficient_scope\", scope=\"notes.read notes.write\"");
        (await GetAsync(app, Token("openid"))).Challenge().Should().Be("Bearer error=\"insufficient_scope\", scope=\"api notes.read notes.write\"");
    }

    [Fact]
    public async Task A_named_policy_names_its_scope_too()
    {
        await using var app = await StartAsync(
            services => services.AddAuthorizationBuilder().AddPolicy("reports", policy => policy.RequireScope("reports")),
            app => app.MapGet("/x", () => "ok").RequireAuthorization("reports"));

        (await GetAsync(app, Token("reports"))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await GetAsync(app, Token("api"))).Challenge().Should().Be("Bearer error=\"insufficient_scope\", scope=\"reports\"");
        (await GetAsync(app, token: null)).Challenge().Should().Be(Answers.Invitation);
    }

    [Fact]
    public async Task A_lacking_role_is_forbidden_without_a_scope_to_ask_for()
    {
        await using var app = await StartAsync(map: app => app.MapGet("/x", () => "ok").RequireAuthorization(policy => policy.RequireRole("admin")));

        var refused = await GetAsync(app, Token("api"));
        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        refused.Challenge().Should().Be("Bearer error=\"insufficient_scope\"");
        var admin = new Token(issuer.Key, issuer.Url, DateTimeOffset.UtcNow).With("roles", "admin").Sign();
        (await GetAsync(app, admin)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("quo\"te")]
    [InlineData("back\\slash")]
    [InlineData("ümlaut")]
    public void A_name_that_is_no_scope_is_refused_where_it_is_written(string scope) =>
        new AuthorizationPolicyBuilder().Invoking(policy => policy.RequireScope(scope)).Should().Throw<ArgumentException>();

    [Fact]
    public void No_scope_at_all_is_refused_where_it_is_written() =>
        new AuthorizationPolicyBuilder().Invoking(policy => policy.RequireScope()).Should().Throw<ArgumentException>();

    [Fact]
    [Spec("RFC 8725", "3.8")]
    public async Task Two_issuers_have_a_scheme_each_and_neither_vouches_for_the_other()
    {
        await using var app = await StartAsync(
            services => services.AddAuthentication().AddAuthServerBearer("Partner", Configure(partner)),
            app => app.MapGet("/x", () => "ok").RequireAuthorization(policy => policy.AddAuthenticationSchemes("Partner").RequireAuthenticatedUser()));

        (await GetAsync(app, new Token(partner.Key, partner.Url, DateTimeOffset.UtcNow).Sign())).StatusCode.Should().Be(HttpStatusCode.OK);
        (await GetAsync(app, Token("api"))).ShouldBeRefused("The token was signed by an unknown key.");
        (await GetAsync(app, new Token(partner.Key, issuer.Url, DateTimeOffset.UtcNow).Sign())).ShouldBeRefused("The token comes from another issuer.");
    }

    [Fact]
    public async Task One_request_cannot_add_to_the_caller_of_the_next()
    {
        await using var app = await StartAsync(map: app => app.MapGet("/x", (HttpContext http) =>
        {
            var identity = (ClaimsIdentity)http.User.Identity!;
            Action[] changes =
            [
                () => http.User.AddIdentity(new ClaimsIdentity()),
                () => http.User.AddIdentities([]),
                () => identity.AddClaim(new Claim("roles", "admin")),
                () => identity.AddClaims([]),
                () => identity.RemoveClaim(identity.Claims.First()),
                () => identity.TryRemoveClaim(identity.Claims.First()),
            ];
            changes.Should().AllSatisfy(change => change.Should().Throw<InvalidOperationException>());

            var copy = http.User.Clone();
            ((ClaimsIdentity)copy.Identity!).AddClaim(new Claim("roles", "admin"));
            copy.IsInRole("admin").Should().BeTrue();
            return http.User.IsInRole("admin") ? "leaked" : "clean";
        }).RequireAuthorization());
        var token = Token("api");

        (await (await GetAsync(app, token)).Content.ReadAsStringAsync()).Should().Be("clean");
        (await (await GetAsync(app, token)).Content.ReadAsStringAsync()).Should().Be("clean");
    }

    [Fact]
    public async Task A_claims_transformation_gets_a_caller_of_its_own_each_time()
    {
        await using var app = await StartAsync(
            services => services.AddTransient<IClaimsTransformation, AddsOneClaim>(),
            app => app.MapGet("/x", (ClaimsPrincipal user) => user.FindAll("added").Count()).RequireAuthorization());
        var token = Token("api");

        for (var i = 0; i < 3; i++)
        {
            (await (await GetAsync(app, token)).Content.ReadAsStringAsync()).Should().Be("1");
        }
    }

    [Fact]
    public async Task The_ticket_tells_the_expiry_and_cannot_be_written_to()
    {
        await using var app = await StartAsync(map: app => app.MapGet("/x", async (HttpContext http) =>
        {
            var ticket = await http.AuthenticateAsync();
            ticket.Properties!.Invoking(properties => properties.Items["a"] = "b").Should().Throw<NotSupportedException>();
            ticket.Properties!.Invoking(properties => properties.Parameters["a"] = "b").Should().Throw<NotSupportedException>();
            return ticket.Properties!.ExpiresUtc > DateTimeOffset.UtcNow.AddMinutes(14) ? "known" : "unknown";
        }).RequireAuthorization());

        (await (await GetAsync(app, Token("api"))).Content.ReadAsStringAsync()).Should().Be("known");
    }

    private string Token(string scope) => new Token(issuer.Key, issuer.Url, DateTimeOffset.UtcNow).With("scope", scope).Sign();

    private static Action<AuthServerBearerOptions> Configure(FakeIssuer issuer) => options =>
    {
        options.Issuer = issuer.Url;
        options.Audience = "api";
    };

    private async Task<WebApplication> StartAsync(Action<IServiceCollection>? services = null, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddAuthServerValidation(Configure(issuer));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        map?.Invoke(app);
        await app.StartAsync();
        return app;
    }

    private static async Task<HttpResponseMessage> GetAsync(WebApplication app, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/x");
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        return await app.GetTestClient().SendAsync(request);
    }

    private sealed class AddsOneClaim : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            principal.AddIdentity(new ClaimsIdentity([new Claim("added", "1")]));
            ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim("other", "1"));
            return Task.FromResult(principal);
        }
    }
}
