using System.Net;
using AuthServer.Client.SignIns;
using AuthServer.Client.Storage;
using AuthServer.Client.Tests.Faults;
using AuthServer.Protocol.Dpop;
using FluentAssertions;
using Xunit;

namespace AuthServer.Client.Tests.Http;

/// <summary>Tokens that are bound to a key, at a server and an API that both want nonces of their own.</summary>
public sealed class DpopTests
{
    private const string ServerNonce = "nonce-of-the-server";
    private const string ApiNonce = "nonce-of-the-api";

    private readonly InMemoryTokenStore _store = new();
    private readonly List<string> _keys = [];
    private readonly List<string> _proofIds = [];
    private int _tokens;

    [Fact]
    public async Task Every_request_proves_the_same_key_with_the_nonce_of_its_receiver()
    {
        await using var application = Start();

        (await application.SignIn.WithPasswordAsync("alice", "secret")).Should().BeOfType<SignInOutcome.SignedIn>();
        (await application.Http.PostAsync("/orders?number=1", new StringContent("one"))).StatusCode.Should().Be(HttpStatusCode.OK);
        application.Time.Advance(FakeServer.Lifetime);
        (await application.Http.GetAsync("/orders")).StatusCode.Should().Be(HttpStatusCode.OK);

        application.Server.Forms.Select(form => form["grant_type"]).Should().Equal("password", "password", "refresh_token");
        application.Server.ApiRequests.Should().HaveCount(3, "the first was asked to come again with a nonce");
        _keys.Distinct().Should().ContainSingle();
        _proofIds.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task The_key_is_kept_with_the_tokens()
    {
        await using var application = Start();
        await application.SignIn.WithPasswordAsync("alice", "secret");
        await using var next = new TestApplication(options => options.UseDpop = true, store: _store, besides: application);
        next.Time.Advance(FakeServer.Lifetime);

        (await next.Http.GetAsync("/orders")).StatusCode.Should().Be(HttpStatusCode.OK);

        _keys.Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task A_proof_follows_the_clock_of_its_receiver()
    {
        await using var application = Start();
        application.Time.MoveWall(TimeSpan.FromDays(-3));

        (await application.SignIn.WithPasswordAsync("alice", "secret")).Should().BeOfType<SignInOutcome.SignedIn>();
        (await application.Http.GetAsync("/orders")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_nonce_that_is_never_good_enough_makes_no_loop()
    {
        await using var application = Start();
        await application.SignIn.WithPasswordAsync("alice", "secret");
        application.Server.ApiAnswer = _ => Nonce(FakeServer.Challenge("DPoP error=\"use_dpop_nonce\""), Guid.NewGuid().ToString());

        (await application.Http.GetAsync("/orders")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        application.Server.ApiRequests.Should().HaveCount(2);
        application.Server.Forms.Should().HaveCount(2, "no token was renewed for want of a nonce");
    }

    [Fact]
    public async Task A_nonce_that_another_request_has_learnt_meanwhile_is_proven_with()
    {
        await using var application = Start();
        var met = new TaskCompletionSource();
        var waiting = 0;
        application.Server.Gate = request => request.RequestUri!.AbsolutePath != "/connect/token" ? Task.CompletedTask
            : Interlocked.Increment(ref waiting) < 2 ? met.Task
            : Meet();

        var outcomes = await Task.WhenAll(application.SignIn.WithPasswordAsync("alice", "secret"), application.SignIn.WithPasswordAsync("alice", "secret"));

        outcomes.Should().AllBeOfType<SignInOutcome.SignedIn>();

        Task Meet()
        {
            met.TrySetResult();
            return Task.CompletedTask;
        }
    }

    private TestApplication Start()
    {
        var application = new TestApplication(options => options.UseDpop = true, store: _store);
        application.Server.ServerAnswer = (request, _) => Read(request, token: null, application.Server.Now).Nonce == ServerNonce
            ? FakeServer.Json(new { access_token = $"at{++_tokens}", token_type = "DPoP", expires_in = 900, refresh_token = $"rt{_tokens}" })
            : Nonce(FakeServer.Json(new { error = "use_dpop_nonce" }, HttpStatusCode.BadRequest), ServerNonce);
        application.Server.ApiAnswer = request =>
        {
            request.Headers.Authorization!.Scheme.Should().Be("DPoP");
            return Read(request, request.Headers.Authorization.Parameter, application.Server.Now).Nonce == ApiNonce
                ? new HttpResponseMessage()
                : Nonce(FakeServer.Challenge("DPoP error=\"use_dpop_nonce\", algs=\"ES256\""), ApiNonce);
        };
        return application;
    }

    private DpopResult.Verified Read(HttpRequestMessage request, string? token, DateTimeOffset now)
    {
        var target = new Uri(request.RequestUri!.GetLeftPart(UriPartial.Path));
        var conditions = new DpopConditions(request.Method.Method, target)
        {
            AccessToken = token,
            MaximumAge = TimeSpan.FromMinutes(1),
            MaximumLead = TimeSpan.FromSeconds(30),
        };
        var proof = DpopProof.Read(request.Headers.GetValues("DPoP").Single(), conditions, now).Should().BeOfType<DpopResult.Verified>().Subject;
        lock (_keys)
        {
            _keys.Add(proof.Thumbprint);
            _proofIds.Add(proof.JwtId);
        }

        return proof;
    }

    private static HttpResponseMessage Nonce(HttpResponseMessage response, string nonce)
    {
        response.Headers.TryAddWithoutValidation("DPoP-Nonce", nonce);
        return response;
    }
}
