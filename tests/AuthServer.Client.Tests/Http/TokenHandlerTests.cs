using System.Net;
using System.Net.Http.Json;
using AuthServer.Client.Http;
using AuthServer.Client.Tests.Faults;
using FluentAssertions;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServer.Client.Tests.Http;

public sealed class TokenHandlerTests
{
    public static TheoryData<string> OtherChallenges =>
    [
        "Bearer", "Bearer realm=\"api\"", "Bearer error=\"insufficient_scope\"", "Bearer error=\"invalid_request\"", "Basic error=\"invalid_token\"",
        "Bearer realm=\"error=\\\"invalid_token\\\"\"", "DPoP error=\"invalid_dpop_proof\"",
    ];

    public static TheoryData<string> InvalidTokenChallenges =>
    [
        "Bearer error=\"invalid_token\"", "bearer realm=\"a, b\", Error = \"invalid_token\"", "Bearer error=invalid_token", "DPoP algs=\"ES256\", error=\"invalid_token\"",
        "Bearer error_description=\"error=x\", error=\"invalid_token\"",
    ];

    [Theory]
    [MemberData(nameof(InvalidTokenChallenges))]
    public async Task A_challenge_that_calls_the_token_invalid_is_answered_with_a_new_one(string challenge)
    {
        await using var application = await TestApplication.SignedInAsync();
        var isFirst = true;
        application.Server.ApiAnswer = _ => isFirst && !(isFirst = false) ? FakeServer.Challenge(challenge) : null;

        (await application.Http.GetAsync("/call")).StatusCode.Should().Be(HttpStatusCode.OK);

        application.Server.RefreshRequests.Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(OtherChallenges))]
    public async Task Any_other_401_goes_to_the_caller(string challenge)
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Server.ApiAnswer = _ => FakeServer.Challenge(challenge);

        (await application.Http.GetAsync("/call")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        application.Server.ApiRequests.Should().HaveCount(1);
        application.Server.RefreshRequests.Should().Be(0);
    }

    [Fact]
    public async Task Too_little_scope_is_not_helped_by_a_new_token()
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Server.ApiAnswer = _ => FakeServer.Challenge("Bearer error=\"insufficient_scope\"", HttpStatusCode.Forbidden);

        (await application.Http.GetAsync("/call")).StatusCode.Should().Be(HttpStatusCode.Forbidden);

        application.Server.RefreshRequests.Should().Be(0);
    }

    [Fact]
    public async Task An_API_that_refuses_every_token_costs_one_renewal_and_no_loop()
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Server.ApiAnswer = _ => FakeServer.Challenge("Bearer error=\"invalid_token\"");

        for (var call = 0; call < 20; call++)
        {
            (await application.Http.GetAsync("/call")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }

        application.Server.ApiRequests.Should().HaveCount(21);
        application.Server.RefreshRequests.Should().Be(1);
        application.Ends.Should().BeEmpty();
    }

    [Fact]
    public async Task A_failing_API_is_not_asked_twice()
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Server.ApiAnswer = _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "the answer ended");

        await application.Http.Invoking(http => http.PostAsync("/orders", new StringContent("one"))).Should().ThrowAsync<HttpRequestException>();

        application.Server.ApiRequests.Should().HaveCount(1);
    }

    public static TheoryData<string> RepeatableBodies => ["text", "form", "json", "seekable stream", "short stream", "parts"];

    [Theory]
    [MemberData(nameof(RepeatableBodies))]
    public async Task A_body_that_could_be_kept_is_sent_again_whole(string kind)
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Server.RefuseAccessTokens();
        using var content = Content(kind, 1000);
        var expected = kind == "short stream" ? new string('x', 1000) : await Content(kind, 1000).ReadAsStringAsync();

        (await application.Http.PostAsync("/orders", content)).StatusCode.Should().Be(HttpStatusCode.OK);

        var served = application.Server.Served.Should().ContainSingle().Subject;
        served.Length.Should().Be("POST /orders ".Length + expected.Length);
        application.Server.RefreshRequests.Should().Be(1);
    }

    [Theory]
    [InlineData("short stream")]
    [InlineData("seekable stream")]
    public async Task A_body_too_long_to_keep_is_not_sent_again_and_the_caller_is_told(string kind)
    {
        await using var application = await TestApplication.SignedInAsync(configureTokens: options => options.BodyLimit = 999);
        application.Server.RefuseAccessTokens();

        await application.Http.Invoking(http => http.PostAsync("/orders", Content(kind, 1000))).Should().ThrowAsync<BodyGoneException>();

        application.Server.ApiRequests.Should().HaveCount(1);
        (await application.Http.PostAsync("/orders", Content(kind, 1000))).StatusCode.Should().Be(HttpStatusCode.OK, "the token was renewed meanwhile");
        application.Server.RefreshRequests.Should().Be(1);
    }

    [Theory]
    [InlineData("https://elsewhere.test/call")]
    [InlineData("https://api.test.elsewhere.test/call")]
    [InlineData("https://api.test:8443/call")]
    [InlineData("http://api.test/call")]
    public async Task No_other_origin_gets_the_token(string address)
    {
        await using var application = await TestApplication.SignedInAsync();
        HttpRequestMessage? seen = null;
        application.Server.ApiAnswer = request => Note(request);
        application.Server.ServerAnswer = (request, _) => Note(request);

        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent("a=b") };
        await application.Http.SendAsync(request);

        seen!.Headers.Authorization.Should().BeNull();

        HttpResponseMessage Note(HttpRequestMessage request)
        {
            seen = request;
            return new HttpResponseMessage();
        }
    }

    [Fact]
    public async Task A_challenge_of_another_origin_behind_a_redirect_renews_nothing()
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Server.ApiAnswer = request =>
        {
            // What following a redirect does to the message.
            request.RequestUri = new Uri("https://elsewhere.test/call");
            return FakeServer.Challenge("Bearer error=\"invalid_token\"");
        };

        (await application.Http.GetAsync("/call")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        application.Server.RefreshRequests.Should().Be(0);
    }

    [Fact]
    public async Task A_header_that_the_caller_has_set_is_left_alone()
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Server.ApiAnswer = _ => FakeServer.Challenge("Bearer error=\"invalid_token\"");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/call") { Headers = { Authorization = new("Bearer", "own") } };

        (await application.Http.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        application.Server.ApiRequests.Should().ContainSingle().Which.Headers.Authorization!.Parameter.Should().Be("own");
    }

    [Fact]
    public async Task A_handler_around_this_one_that_sends_the_same_message_again_sends_it_with_a_token_that_is_good()
    {
        var seen = new List<string?>();
        await using var application = new TestApplication(around: new Repeater());
        await application.SignIn.WithPasswordAsync("alice", "secret");
        application.Server.ApiAnswer = request =>
        {
            seen.Add(request.Headers.Authorization?.Parameter);
            if (seen.Count > 1)
            {
                return null;
            }

            application.Server.RefuseAccessTokens();
            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        };

        using var answer = await application.Http.PostAsync("/orders", new StringContent("one"));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.RequestMessage!.Headers.Authorization.Should().BeNull();
        application.Server.Served.Should().Equal("POST /orders one");
        seen.Should().HaveCount(3).And.NotContainNulls();
        application.Server.RefreshRequests.Should().Be(1);
    }

    [Theory]
    [InlineData("GET", "/orders/1")]
    [InlineData("GET", "/orders")]
    [InlineData("POST", "/orders/1")]
    public async Task A_request_that_was_answered_with_a_redirect_is_not_sent_again(string method, string path)
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Server.ApiAnswer = request =>
        {
            // What following a redirect of the same origin does: the request was served, and the token is taken off.
            (request.Method, request.RequestUri, request.Headers.Authorization) = (new HttpMethod(method), new Uri(FakeServer.Api + path), null);
            return FakeServer.Challenge("Bearer error=\"invalid_token\"");
        };

        (await application.Http.PostAsync("/orders", new StringContent("one"))).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        application.Server.ApiRequests.Should().HaveCount(1);
        application.Server.RefreshRequests.Should().Be(0);
    }

    [Fact]
    public void An_HttpClient_with_neither_address_nor_origins_is_refused_with_the_remedy() =>
        FluentActions.Invoking(() => TokenOrigins.Of(new AuthServerTokensOptions(), baseAddress: null, "api"))
            .Should().Throw<OptionsValidationException>().WithMessage("*'api'*BaseAddress*AddAuthServerTokens*");

    [Fact]
    public void An_origin_without_TLS_is_refused() =>
        FluentActions.Invoking(() => TokenOrigins.Of(new AuthServerTokensOptions { Origins = { "http://api.test" } }, baseAddress: null, "api"))
            .Should().Throw<OptionsValidationException>().WithMessage("*must be https*");

    [Fact]
    public async Task A_synchronous_request_is_refused_rather_than_sent_without_a_token()
    {
        await using var application = await TestApplication.SignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/call");

        application.Http.Invoking(http => http.Send(request)).Should().Throw<NotSupportedException>();

        application.Server.ApiRequests.Should().BeEmpty();
    }

    private static HttpContent Content(string kind, int length) => kind switch
    {
        "text" => new StringContent(new string('x', length)),
        "form" => new FormUrlEncodedContent([new("a", new string('x', length))]),
        "json" => JsonContent.Create(new { Text = new string('x', length) }),
        "seekable stream" => new StreamContent(new MemoryStream(Enumerable.Repeat((byte)'x', length).ToArray())),
        "short stream" => new StreamContent(new OneWayStream(length)),
        "parts" => new MultipartFormDataContent("boundary") { { new StringContent(new string('x', length)), "a" } },
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>As handlers do that make requests resilient.</summary>
    private sealed class Repeater : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable ? await base.SendAsync(request, cancellationToken) : answer;
        }
    }

    private sealed class OneWayStream(int length) : MemoryStream(Enumerable.Repeat((byte)'x', length).ToArray())
    {
        public override bool CanSeek => false;
    }
}
