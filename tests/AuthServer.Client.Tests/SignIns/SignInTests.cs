using System.Net;
using System.Net.Sockets;
using AuthServer.Client.SignIns;
using AuthServer.Client.Tests.Faults;
using AuthServer.Protocol.OAuth;
using FluentAssertions;
using Xunit;

namespace AuthServer.Client.Tests.SignIns;

public sealed class SignInTests
{
    [Fact]
    public async Task A_wrong_password_is_a_refusal_and_no_exception()
    {
        await using var application = new TestApplication();
        application.Server.ServerAnswer = (_, _) => FakeServer.Json(new { error = "invalid_grant" }, HttpStatusCode.BadRequest);

        (await application.SignIn.WithPasswordAsync("alice", "wrong")).Should().BeOfType<SignInOutcome.Refused>().Which.Refusal.Error.Should().Be("invalid_grant");

        (await application.Session.IsSignedInAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task The_browser_comes_back_to_a_loopback_port_with_the_code()
    {
        await using var application = new TestApplication(options => options.Scope = "api");
        IReadOnlyDictionary<string, string>? asked = null;

        var outcome = await application.SignIn.WithBrowserAsync(Browser(query => asked = query, query => Answer(query, ("iss", FakeServer.Issuer), ("code", "c0de"))));

        outcome.Should().BeOfType<SignInOutcome.SignedIn>();
        asked!["response_type"].Should().Be("code");
        asked["redirect_uri"].Should().MatchRegex(@"^http://127\.0\.0\.1:\d+/callback$");
        asked["scope"].Should().Be("api");
        var form = application.Server.Forms.Should().ContainSingle().Subject;
        form["code"].Should().Be("c0de");
        form["redirect_uri"].Should().Be(asked["redirect_uri"]);
        Pkce.ChallengeOf(form["code_verifier"]).Should().Be(asked["code_challenge"]);
        asked["code_challenge_method"].Should().Be(Pkce.S256);
    }

    [Theory]
    [InlineData("https://other.test")]
    [InlineData(null)]
    public async Task A_code_of_another_issuer_is_not_used(string? issuer)
    {
        await using var application = new TestApplication();

        var outcome = await application.SignIn.WithBrowserAsync(Browser(_ => { }, query => issuer is null ? Answer(query, ("code", "c0de")) : Answer(query, ("iss", issuer), ("code", "c0de"))));

        outcome.Should().BeOfType<SignInOutcome.Unavailable>();
        application.Server.Forms.Should().BeEmpty();
    }

    [Fact]
    public async Task An_answer_with_another_state_is_turned_away_and_waiting_goes_on()
    {
        await using var application = new TestApplication();
        var statuses = new List<HttpStatusCode>();
        var prompt = new BrowserPrompt
        {
            OpenAsync = async (address, cancellationToken) =>
            {
                var query = QueryText.Parse(address.Query.TrimStart('?'))!;
                using var browser = new HttpClient();
                _ = Task.Run(
                    async () =>
                    {
                        using var browser = new HttpClient();
                        foreach (var target in new[]
                        {
                            query["redirect_uri"] + "?state=other&code=theirs&iss=" + Uri.EscapeDataString(FakeServer.Issuer),
                            query["redirect_uri"].Replace("/callback", "/favicon.ico", StringComparison.Ordinal),
                            Answer(query, ("iss", FakeServer.Issuer), ("code", "ours")),
                        })
                        {
                            statuses.Add((await browser.GetAsync(target, cancellationToken)).StatusCode);
                        }
                    },
                    cancellationToken);
                await Task.CompletedTask;
            },
        };

        (await application.SignIn.WithBrowserAsync(prompt)).Should().BeOfType<SignInOutcome.SignedIn>();

        application.Server.Forms.Should().ContainSingle().Which["code"].Should().Be("ours");
        statuses.Take(2).Should().Equal(HttpStatusCode.BadRequest, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_code_counts_even_if_the_browser_goes_away_before_it_has_shown_the_end()
    {
        await using var application = new TestApplication();
        var prompt = new BrowserPrompt
        {
            DoneText = new string('.', 50_000_000),
            OpenAsync = (address, cancellationToken) =>
            {
                var query = QueryText.Parse(address.Query.TrimStart('?'))!;
                _ = LeaveEarlyAsync(new Uri(Answer(query, ("iss", FakeServer.Issuer), ("code", "c0de"))), cancellationToken);
                return Task.CompletedTask;
            },
        };

        (await application.SignIn.WithBrowserAsync(prompt).WaitAsync(TimeSpan.FromSeconds(20))).Should().BeOfType<SignInOutcome.SignedIn>();
    }

    [Fact]
    public async Task Those_who_wait_for_an_issuer_that_does_not_answer_wait_together()
    {
        await using var application = new TestApplication();
        var asked = 0;
        application.Server.Gate = _ => Interlocked.Increment(ref asked) > 0 ? Task.Delay(Timeout.Infinite) : Task.CompletedTask;
        var began = application.Time.GetTimestamp();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => application.SignIn.WithPasswordAsync("alice", "secret")));

        outcomes.Should().AllBeOfType<SignInOutcome.Unavailable>();
        asked.Should().Be(1);
        application.Time.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(30), "one request may take 15 seconds");
        application.Server.Gate = static _ => Task.CompletedTask;
        application.Time.Advance(TimeSpan.FromSeconds(2));
        (await application.SignIn.WithPasswordAsync("alice", "secret")).Should().BeOfType<SignInOutcome.SignedIn>();
    }

    [Fact]
    public async Task A_denied_consent_is_a_refusal()
    {
        await using var application = new TestApplication();

        var outcome = await application.SignIn.WithBrowserAsync(Browser(_ => { }, query => Answer(query, ("iss", FakeServer.Issuer), ("error", "access_denied"))));

        outcome.Should().BeOfType<SignInOutcome.Refused>().Which.Refusal.Error.Should().Be("access_denied");
    }

    [Fact]
    public async Task An_ID_token_with_another_nonce_is_not_taken()
    {
        await using var application = new TestApplication();
        var claims = System.Buffers.Text.Base64Url.EncodeToString(
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { iss = FakeServer.Issuer, aud = "app", nonce = "of another sign-in" }));
        application.Server.ServerAnswer = (_, _) => FakeServer.Json(new { access_token = "a", token_type = "Bearer", expires_in = 60, id_token = $"e30.{claims}.c2ln" });

        var outcome = await application.SignIn.WithBrowserAsync(Browser(_ => { }, query => Answer(query, ("iss", FakeServer.Issuer), ("code", "c0de"))));

        outcome.Should().BeOfType<SignInOutcome.Unavailable>();
        (await application.Session.IsSignedInAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task A_device_asks_at_the_servers_pace_and_slower_when_told()
    {
        await using var application = new TestApplication();
        var answers = new Queue<string?>(["authorization_pending", "slow_down", "authorization_pending", null]);
        var times = new List<DateTimeOffset>();
        application.Server.ServerAnswer = (request, _) =>
        {
            if (request.RequestUri!.AbsolutePath == "/connect/device")
            {
                return FakeServer.Json(new { device_code = "d", user_code = "ABCD", verification_uri = FakeServer.Issuer + "/device", expires_in = 600, interval = 2 });
            }

            times.Add(application.Time.GetUtcNow());
            return answers.Dequeue() is { } error ? FakeServer.Json(new { error }, HttpStatusCode.BadRequest) : null;
        };
        DevicePrompt? shown = null;

        var outcome = await application.SignIn.WithDeviceCodeAsync((prompt, _) =>
        {
            shown = prompt;
            return Task.CompletedTask;
        });

        outcome.Should().BeOfType<SignInOutcome.SignedIn>();
        shown!.UserCode.Should().Be("ABCD");
        (times[1] - times[0]).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1.9));
        (times[2] - times[1]).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(6.9));
        (times[3] - times[2]).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(6.9));
        (await application.Session.IsSignedInAsync()).Should().BeTrue();
    }

    private static BrowserPrompt Browser(Action<IReadOnlyDictionary<string, string>> onOpen, Func<IReadOnlyDictionary<string, string>, string> answer) => new()
    {
        OpenAsync = (address, cancellationToken) =>
        {
            var query = QueryText.Parse(address.Query.TrimStart('?'))!;
            onOpen(query);
            _ = VisitAsync(answer(query), cancellationToken);
            return Task.CompletedTask;
        },
    };

    private static async Task VisitAsync(string address, CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var browser = new HttpClient();
        await browser.GetAsync(address, cancellationToken);
    }

    private static async Task LeaveEarlyAsync(Uri address, CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var browser = new TcpClient { LingerState = new LingerOption(enable: true, seconds: 0) };
        await browser.ConnectAsync(address.Host, address.Port, cancellationToken);
        await browser.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n"), cancellationToken);
        _ = await browser.GetStream().ReadAsync(new byte[1], cancellationToken);
    }

    private static string Answer(IReadOnlyDictionary<string, string> asked, params (string Name, string Value)[] parameters) =>
        $"{asked["redirect_uri"]}?{QueryText.Write([new("state", asked["state"]), .. parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))])}";
}
