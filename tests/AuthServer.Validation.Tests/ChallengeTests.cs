using System.Net;
using AuthServer.Testing;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Validation.Tests;

/// <summary>RFC 6750 §2 and §3 on the wire: where a token may be, and how a request without a good one is answered.</summary>
public sealed class ChallengeTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private readonly ApiHost api = shared.Host;

    [Fact]
    [Spec("RFC 6750", "3")]
    [Spec("RFC 6750", "3.1")]
    public async Task Without_a_token_the_challenges_name_a_realm_and_no_error()
    {
        var response = await api.GetAsync(token: null);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Challenge().Should().Be(Answers.Invitation);
    }

    [Fact]
    public async Task Nothing_is_asked_of_the_issuer_before_there_is_a_token()
    {
        await using var fresh = await ApiHost.StartAsync();
        await fresh.GetAsync(token: null);
        await fresh.GetAsync("not,a,token");
        fresh.Issuer.MetadataReads.Should().Be(0);

        await fresh.GetAsync("a.token");
        fresh.Issuer.MetadataReads.Should().Be(1);
    }

    [Theory]
    [InlineData("Basic YWxpY2U6c2VjcmV0")]
    [InlineData("DPoPX abc")]
    [InlineData("BearerX abc")]
    [InlineData("")]
    public async Task Another_scheme_is_no_result_and_no_error(string authorization)
    {
        var response = await SendAsync(authorization);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Challenge().Should().Be(Answers.Invitation);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer    ")]
    [InlineData("Bearer ==")]
    [InlineData("Bearer a b")]
    [InlineData("Bearer a,b")]
    [InlineData("Bearer a=b")]
    [InlineData("Bearer \"a\"")]
    [InlineData("Bearer a\tb")]
    [Spec("RFC 6750", "3.1")]
    public async Task A_malformed_header_is_an_invalid_request(string authorization)
    {
        var response = await SendAsync(authorization);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Challenge().Should().Be("Bearer error=\"invalid_request\", error_description=\"The Authorization header is malformed.\"");
    }

    [Fact]
    [Spec("RFC 6750", "3.1")]
    public async Task Two_headers_are_an_invalid_request_even_if_both_are_good()
    {
        var token = api.Token().Sign();
        var response = await SendAsync($"Bearer {token}", $"Bearer {token}");

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Challenge().Should().Be("Bearer error=\"invalid_request\", error_description=\"The request carries more than one Authorization header.\"");
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    [InlineData("Bearer ")]
    [Spec("RFC 6750", "2.1")]
    public async Task The_scheme_is_read_without_regard_to_case_and_spaces_may_follow_it(string scheme)
    {
        var response = await SendAsync($"{scheme} {api.Token().Sign()}");

        response.ShouldBeAccepted();
    }

    [Fact]
    [Spec("RFC 6750", "2.3")]
    public async Task A_token_in_the_query_is_not_looked_at()
    {
        var response = await api.GetAsync(token: null, "/api/me?access_token=" + api.Token().Sign());

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Challenge().Should().Be(Answers.Invitation);
    }

    [Fact]
    [Spec("RFC 6750", "2.2")]
    public async Task A_token_in_a_form_is_not_looked_at()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["access_token"] = api.Token().Sign() });
        var response = await api.SendAsync(HttpMethod.Get, "/api/me", token: null, form);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Challenge().Should().Be(Answers.Invitation);
    }

    [Fact]
    [Spec("RFC 6750", "3")]
    public async Task A_refusal_has_a_problem_document_that_echoes_nothing()
    {
        var response = await api.GetAsync("echo-me-not");

        response.ShouldBeRefused("The token is malformed.");
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        (await response.Content.ReadAsStringAsync()).Should().NotContain("echo-me-not");
        response.Headers.ToString().Should().NotContain("echo-me-not");
    }

    [Fact]
    [Spec("RFC 6750", "3")]
    [Spec("RFC 6750", "3.1")]
    public async Task Too_little_scope_is_403_and_names_the_scope()
    {
        var response = await api.GetAsync(api.Token().With("scope", "openid API api2").Sign());

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        response.Challenge().Should().Be("Bearer error=\"insufficient_scope\", scope=\"api\"");
    }

    [Fact]
    public async Task A_token_without_scope_is_403_too()
    {
        var response = await api.GetAsync(api.Token().Without("scope").Sign());

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        response.Challenge().Should().Be("Bearer error=\"insufficient_scope\", scope=\"api\"");
    }

    [Fact]
    public async Task A_bad_token_does_not_shut_a_door_that_is_open_to_all()
    {
        var response = await api.GetAsync("bad", "/health/live");

        response.ShouldBeAccepted();
    }

    [Fact]
    [Spec("RFC 9700", "4.9.2")]
    public async Task No_log_line_carries_a_token()
    {
        await using var fresh = await ApiHost.StartAsync();
        var good = fresh.Token().Sign();
        var expired = fresh.Token().With("exp", 1).Sign();
        await fresh.GetAsync(good);
        await fresh.GetAsync(expired);
        await fresh.GetAsync(good + "," + good);

        fresh.Log.Lines.Should().Contain(line => line.Id.Id == 6000 && line.Text.Contains("expired"));
        fresh.Log.Lines.Should().Contain(line => line.Id.Id == 6000 && line.Text.Contains("malformed_header"));
        var parts = good.Split('.').Concat(expired.Split('.'));
        parts.Should().AllSatisfy(part => fresh.Log.Lines.Should().NotContain(line => line.Text.Contains(part)));
    }

    private async Task<HttpResponseMessage> SendAsync(params string[] authorization)
    {
        // Through the server's own interface, since a client would tidy the headers up.
        var context = await api.Server.SendAsync(http =>
        {
            http.Request.Method = "GET";
            http.Request.Path = "/api/me";
            http.Request.Headers.Authorization = authorization;
        });
        var response = new HttpResponseMessage((HttpStatusCode)context.Response.StatusCode);
        foreach (var challenge in context.Response.Headers.WWWAuthenticate)
        {
            response.Headers.TryAddWithoutValidation("WWW-Authenticate", challenge);
        }

        return response;
    }
}
