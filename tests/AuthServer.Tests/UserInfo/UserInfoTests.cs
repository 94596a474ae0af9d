using System.Net.Http.Headers;
using System.Security.Claims;
using AuthServer.Endpoints;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.UserInfo;

/// <summary>The UserInfo endpoint (OIDC Core §5.3).</summary>
public sealed class UserInfoTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    [Spec("OIDC Core", "5.3.2")]
    [Spec("OIDC Core", "5.4")]
    [Spec("OIDC Core", "5.1")]
    public async Task The_scopes_open_what_is_told()
    {
        var user = await server.Host.CreateUserAsync();
        await AddClaimAsync(user, "given_name", "Ada");
        await AddClaimAsync(user, "internal_note", "not for clients");

        (await AskAsync(await TokenAsync(user, "openid"))).Members.Should().Equal("sub");
        var told = await AskAsync(await TokenAsync(user, "openid profile email"));

        told.Json.GetProperty("sub").GetGuid().Should().Be(user.Id);
        told.Json.GetProperty("given_name").GetString().Should().Be("Ada");
        told.Json.GetProperty("preferred_username").GetString().Should().Be(user.UserName);
        told.Json.GetProperty("email").GetString().Should().Be(user.Email);
        told.Json.GetProperty("email_verified").GetBoolean().Should().BeTrue();
        told.Members.Should().NotContain("internal_note");
        told.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Fact]
    [Spec("OIDC Core", "5.3.1")]
    public async Task It_answers_POST_as_GET()
    {
        var user = await server.Host.CreateUserAsync();

        (await AskAsync(await TokenAsync(user, "openid"), HttpMethod.Post)).Json.GetProperty("sub").GetGuid().Should().Be(user.Id);
    }

    [Fact]
    public async Task A_changed_profile_is_told_at_once()
    {
        var user = await server.Host.CreateUserAsync();
        var token = await TokenAsync(user, "openid profile");
        await AddClaimAsync(user, "nickname", "Countess");

        (await AskAsync(token)).Json.GetProperty("nickname").GetString().Should().Be("Countess");
    }

    [Fact]
    [Spec("RFC 6750", "3.1")]
    public async Task Without_a_token_it_asks_for_one_and_names_no_error()
    {
        using var response = await server.Host.Http.GetAsync(Paths.UserInfo);

        ((int)response.StatusCode).Should().Be(401);
        response.Headers.WwwAuthenticate.Should().Contain(challenge => challenge.Scheme == "Bearer" && !challenge.Parameter!.Contains("error"));
    }

    [Theory]
    [InlineData("not-a-token")]
    [InlineData("e30.e30.e30")]
    [Spec("RFC 6750", "3.1")]
    public async Task A_bad_token_is_refused(string token)
    {
        var answer = await AskAsync(token);

        answer.Status.Should().Be(401);
        answer.Error.Should().Be("invalid_token");
        answer.Headers.WwwAuthenticate.Should().Contain(challenge => challenge.Scheme == "Bearer" && challenge.Parameter!.Contains("error=\"invalid_token\""));
    }

    [Fact]
    [Spec("RFC 6750", "3.1")]
    public async Task A_token_without_openid_has_too_little_scope()
    {
        var answer = await AskAsync(await TokenAsync(await server.Host.CreateUserAsync(), "api"));

        answer.Status.Should().Be(403);
        answer.Error.Should().Be("insufficient_scope");
    }

    [Fact]
    public async Task A_token_whose_session_has_ended_is_refused_at_once()
    {
        var user = await server.Host.CreateUserAsync();
        var app = server.Host.As(TestClients.App);
        var answer = await app.SignInAsync(user, scope: "openid");
        await app.RevokeAsync(answer.AccessToken);

        (await AskAsync(answer.AccessToken)).Error.Should().Be("invalid_token");
    }

    [Fact]
    [Spec("Fetch", "3.2")]
    public async Task A_page_of_a_client_may_ask_and_another_may_not()
    {
        (await PreflightAsync("https://app.example")).Should().Be("https://app.example");
        (await PreflightAsync("https://evil.example")).Should().BeNull();
        (await PreflightAsync("https://web.example")).Should().BeNull("a confidential client has no scripts that call");
        (await PreflightAsync("null")).Should().BeNull();
    }

    private async Task<string?> PreflightAsync(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, Paths.UserInfo);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,dpop");
        using var response = await server.Host.Http.SendAsync(request);
        response.Headers.TryGetValues("Access-Control-Allow-Credentials", out _).Should().BeFalse();
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
    }

    private async Task<string> TokenAsync(AuthUser user, string scope) => (await server.Host.As(TestClients.App).SignInAsync(user, scope: scope)).AccessToken;

    private async Task<Answer> AskAsync(string token, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, Paths.UserInfo);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await server.Host.Http.SendAsync(request);
        return await Answer.OfAsync(response);
    }

    private async Task AddClaimAsync(AuthUser user, string type, string value)
    {
        await using var scope = server.Host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<AuthUserManager>();
        (await users.AddClaimAsync((await users.FindByIdAsync(user.Id.ToString()))!, new Claim(type, value))).Succeeded.Should().BeTrue();
    }
}
