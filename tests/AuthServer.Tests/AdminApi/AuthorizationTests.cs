using System.Net;
using System.Text.Json.Nodes;
using AuthServer.AdminApi;
using AuthServer.Core.Clients;
using AuthServer.Protocol.Dpop;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Account;
using AuthServer.Tests.Dpop;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>Who may call the administration API: asked of every route that there is.</summary>
public sealed class AuthorizationTests(AdminServer server) : IClassFixture<AdminServer>
{
    private IReadOnlyList<(HttpMethod Method, string Pattern)> Routes => AdminRoutes.All(server.Host);

    [Fact]
    public void The_routes_that_are_asked_are_there() => Routes.Should().HaveCountGreaterThan(15).And.OnlyHaveUniqueItems();

    [Fact]
    [Spec("RFC 6750", "3.1")]
    public async Task Without_a_token_every_route_asks_for_one_and_names_no_error()
    {
        foreach (var answer in await AskAllAsync(new AdminCalls(server.Host, Token: null)))
        {
            answer.Status.Should().Be(401);
            answer.Headers.WwwAuthenticate.Should().Contain(challenge => challenge.Scheme == "Bearer" && !challenge.Parameter!.Contains("error"));
            answer.ContentType.Should().StartWith("application/problem+json");
            answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        }
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("e30.e30.e30")]
    [Spec("RFC 6750", "3.1")]
    public async Task A_bad_token_opens_no_route(string token) => await ExpectInvalidTokenAsync(new AdminCalls(server.Host, token));

    [Fact]
    public async Task A_refresh_token_opens_no_route() =>
        await ExpectInvalidTokenAsync(new AdminCalls(server.Host, (await server.Host.As(TestClients.App).SignInAsync(server.User)).RefreshToken));

    [Fact]
    [Spec("RFC 9068", "5")]
    public async Task An_ID_token_opens_no_route() =>
        await ExpectInvalidTokenAsync(new AdminCalls(server.Host, (await server.Host.As(TestClients.App).SignInAsync(server.User, scope: "openid authserver.admin")).IdToken));

    [Fact]
    [Spec("RFC 6750", "3.1")]
    public async Task An_expired_token_opens_no_route()
    {
        var token = (await server.Host.As(TestClients.BriefApp).SignInAsync(server.User, scope: "authserver.admin")).AccessToken;
        await Task.Delay(TimeSpan.FromSeconds(2.1));

        await ExpectInvalidTokenAsync(new AdminCalls(server.Host, token));
    }

    [Theory]
    [InlineData("POST", "/disable")]
    [InlineData("POST", "/lock")]
    [InlineData("DELETE", "")]
    public async Task An_administrator_whose_account_is_taken_away_opens_no_route_with_a_token_from_before(string method, string order)
    {
        var user = await server.Host.CreateUserAsync("admin");
        var admin = new AdminCalls(server.Host, await server.TokenAsync(user));
        (await admin.GetAsync("/keys")).Status.Should().Be(200);

        (await server.Admin.SendAsync(HttpMethod.Parse(method), $"/users/{user.Id}{order}")).Status.Should().BeInRange(200, 204);

        await ExpectInvalidTokenAsync(admin);
    }

    [Fact]
    public async Task A_client_that_is_disabled_opens_no_route_for_anybody()
    {
        var theirs = new AdminCalls(server.Host, (await server.Host.As(TestClients.StrictApp).SignInAsync(server.User, scope: "authserver.admin")).AccessToken);
        (await theirs.GetAsync("/keys")).Status.Should().Be(200);

        (await server.Admin.PostAsync($"/clients/{TestClients.StrictApp.Id}/disable")).Status.Should().Be(200);

        await ExpectInvalidTokenAsync(theirs);
    }

    [Fact]
    public async Task A_client_that_has_lost_the_scope_opens_no_route_with_a_token_from_before()
    {
        var robot = new AdminCalls(server.Host, await server.RobotTokenAsync());
        try
        {
            await BendRobotAsync("files");
            await ExpectTooLittleScopeAsync(robot);
        }
        finally
        {
            await BendRobotAsync("authserver.admin files");
        }

        (await robot.GetAsync("/keys")).Status.Should().Be(200);
    }

    [Fact]
    public async Task An_ended_session_opens_no_route()
    {
        var app = server.Host.As(TestClients.App);
        var answer = await app.SignInAsync(server.User, scope: "authserver.admin");
        await app.RevokeAsync(answer.AccessToken);

        await ExpectInvalidTokenAsync(new AdminCalls(server.Host, answer.AccessToken));
    }

    [Fact]
    [Spec("RFC 9068", "4")]
    public async Task A_token_that_is_for_another_API_opens_no_route() =>
        await ExpectInvalidTokenAsync(new AdminCalls(server.Host, await server.TokenAsync(server.User, "authserver.admin api")));

    [Fact]
    [Spec("RFC 6750", "3.1")]
    public async Task A_token_without_the_scope_opens_no_route() =>
        await ExpectTooLittleScopeAsync(new AdminCalls(server.Host, await server.TokenAsync(server.User, "openid")));

    [Fact]
    public async Task A_user_without_the_role_opens_no_route_through_a_client_that_has_the_scope() =>
        await ExpectTooLittleScopeAsync(new AdminCalls(server.Host, await server.TokenAsync(await server.Host.CreateUserAsync(), "authserver.admin openid")));

    [Fact]
    public async Task A_user_who_has_lost_the_role_opens_no_route_with_a_token_from_before()
    {
        var user = await server.Host.CreateUserAsync("admin");
        var admin = new AdminCalls(server.Host, await server.TokenAsync(user));
        (await admin.GetAsync("/keys")).Status.Should().Be(200);
        await server.Host.BendAsync(user, "claims = '{}'");

        await ExpectTooLittleScopeAsync(admin);
    }

    [Fact]
    public async Task A_client_opens_it_with_a_token_of_its_own_that_has_the_scope_alone()
    {
        (await new AdminCalls(server.Host, await server.RobotTokenAsync()).GetAsync("/keys")).Status.Should().Be(200);

        await ExpectInvalidTokenAsync(new AdminCalls(server.Host, await server.RobotTokenAsync("files")));
    }

    [Fact]
    public async Task The_cookie_of_an_administrators_browser_opens_no_route()
    {
        using var browser = new ProgrammaticBrowser(server.Host.Issuer);
        await browser.AnswerAsync("/account", server.User.UserName!, AuthServerHost.Password);

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, CookieContainer = browser.Cookies }) { BaseAddress = new Uri(server.Host.Issuer) };
        foreach (var (method, pattern) in Routes)
        {
            using var request = new HttpRequestMessage(method, AdminRoutes.Address(pattern));
            using var response = await http.SendAsync(request);
            response.StatusCode.Should().Be(HttpStatusCode.Unauthorized, pattern);
        }
    }

    [Fact]
    [Spec("RFC 9449", "7.1")]
    public async Task A_token_that_is_bound_to_a_key_needs_its_proof()
    {
        using var device = new Device(server.Host.Issuer);
        var app = server.Host.As(TestClients.ProvingApp);
        var token = (await device.SendAsync(app, proving => proving.SignInAsync(server.User, scope: "authserver.admin"))).AccessToken;

        await ExpectInvalidTokenAsync(new AdminCalls(server.Host, token));
        foreach (var answer in await AskAllAsync(new AdminCalls(server.Host, token) { Scheme = "DPoP" }))
        {
            answer.Status.Should().Be(401);
            answer.Headers.WwwAuthenticate.Should().Contain(challenge => challenge.Scheme == "DPoP" && challenge.Parameter!.Contains("invalid_dpop_proof"));
        }

        var proof = device.Proof(
            ("htm", "GET"), ("htu", server.Host.Issuer + AdminApiPaths.Root + "/keys"), ("ath", DpopProof.AccessTokenHash(token)), ("jti", (JsonNode)Guid.NewGuid().ToString("N")));
        (await new AdminCalls(server.Host, token) { Scheme = "DPoP" }.SendAsync(HttpMethod.Get, "/keys", null, ("DPoP", proof))).Status.Should().Be(200);
    }

    [Fact]
    [Spec("RFC 9470", "3")]
    public async Task A_password_alone_opens_no_route_for_an_administrator_who_has_a_second_factor()
    {
        var user = await server.Host.CreateUserAsync("admin");
        var admin = new AdminCalls(server.Host, await server.TokenAsync(user));
        await server.Host.GivePasskeyAsync(user, [9, 9, 9]);

        foreach (var answer in await AskAllAsync(admin))
        {
            answer.Status.Should().Be(401);
            answer.Headers.WwwAuthenticate.Should().Contain(challenge =>
                challenge.Scheme == "Bearer" && challenge.Parameter!.Contains("error=\"insufficient_user_authentication\"") && challenge.Parameter.Contains("acr_values=\"2\""));
        }

        await server.Database.ExecuteAsync("UPDATE sessions SET acr = '2' WHERE user_id = @id", ("id", user.Id));
        (await admin.GetAsync("/keys")).Status.Should().Be(200);
    }

    [Fact]
    [Spec("RFC 9470", "3")]
    public async Task A_token_of_a_sign_in_long_ago_looks_and_changes_nothing()
    {
        var user = await server.Host.CreateUserAsync("admin");
        var admin = new AdminCalls(server.Host, await server.TokenAsync(user));
        await server.Database.ExecuteAsync("UPDATE sessions SET authenticated_at = authenticated_at - interval '31 minutes' WHERE user_id = @id", ("id", user.Id));

        foreach (var (method, pattern) in Routes)
        {
            var answer = await admin.SendAsync(method, AdminRoutes.Address(pattern)[AdminApiPaths.Root.Length..]);
            (answer.Status == 401).Should().Be(method != HttpMethod.Get, $"{method} {pattern} was answered {answer.Status}");
            if (method != HttpMethod.Get)
            {
                answer.Headers.WwwAuthenticate.Should().Contain(challenge =>
                    challenge.Scheme == "Bearer" && challenge.Parameter!.Contains("error=\"insufficient_user_authentication\"") && challenge.Parameter.Contains("max_age=\"1800\""));
            }
        }
    }

    /// <summary>What the client may have from now on, as every node knows it after a few seconds.</summary>
    private async Task BendRobotAsync(string scopes)
    {
        (await server.Database.ExecuteAsync("UPDATE clients SET scopes = @scopes, version = version + 1 WHERE id = 'robot'", ("scopes", scopes))).Should().Be(1);
        server.Host.Services.GetRequiredService<ClientDirectory>().Forget(new ClientId("robot"));
    }

    private async Task ExpectInvalidTokenAsync(AdminCalls calls)
    {
        foreach (var answer in await AskAllAsync(calls))
        {
            answer.Status.Should().Be(401);
            answer.Headers.WwwAuthenticate.Should().Contain(challenge => challenge.Scheme == "Bearer" && challenge.Parameter!.Contains("error=\"invalid_token\""));
        }
    }

    private async Task ExpectTooLittleScopeAsync(AdminCalls calls)
    {
        foreach (var answer in await AskAllAsync(calls))
        {
            answer.Status.Should().Be(403);
            answer.Headers.WwwAuthenticate.Should().Contain(challenge => challenge.Scheme == "Bearer" && challenge.Parameter!.Contains("error=\"insufficient_scope\""));
        }
    }

    private async Task<IReadOnlyList<Answer>> AskAllAsync(AdminCalls calls)
    {
        var answers = new List<Answer>();
        foreach (var (method, pattern) in Routes)
        {
            var path = AdminRoutes.Address(pattern)[AdminApiPaths.Root.Length..];
            answers.Add(await calls.SendAsync(method, path, method == HttpMethod.Get || method == HttpMethod.Delete ? null : "{}"));
        }

        return answers;
    }
}
