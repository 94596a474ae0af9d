using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace AuthServer.Client.Tests.Faults;

/// <summary>An authorization server and an API behind one handler: what each presented token means is as in the real server; what goes wrong, as a test says.</summary>
internal sealed class FakeServer(FastTime time) : HttpMessageHandler
{
    public const string Issuer = "https://auth.test";
    public const string Api = "https://api.test";
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan RetryWindow = TimeSpan.FromMinutes(1);

    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _began = time.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (FakeSession Session, DateTimeOffset ExpiresAt)> _accessTokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FakeSession> _sessions = new(StringComparer.Ordinal);
    private int _refreshesUnderWay;
    private int _minted;

    /// <summary>What happens to the next token requests, one each.</summary>
    public ConcurrentQueue<Fault> Faults { get; } = new();

    /// <summary>What the API has served, with the bodies.</summary>
    public ConcurrentQueue<string> Served { get; } = new();

    public ConcurrentQueue<HttpRequestMessage> ApiRequests { get; } = new();

    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Forms { get; } = new();

    /// <summary>The last word on API requests, instead of the usual check.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> ApiAnswer { get; set; } = static _ => null;

    /// <summary>Answers other requests to the server.</summary>
    public Func<HttpRequestMessage, IReadOnlyDictionary<string, string>, HttpResponseMessage?> ServerAnswer { get; set; } = static (_, _) => null;

    /// <summary>What a request to the server waits for before it is looked at.</summary>
    public Func<HttpRequestMessage, Task> Gate { get; set; } = static _ => Task.CompletedTask;

    public int RefreshRequests { get; private set; }

    public int MostRefreshesAtOnce { get; private set; }

    public int Rotations => _sessions.Values.Sum(session => session.Generation);

    public IEnumerable<string?> Ends => _sessions.Values.Select(session => session.EndedBecause).Where(reason => reason is not null);

    public void End(string reason) => _sessions.Values.ToList().ForEach(session => session.EndedBecause = reason);

    /// <summary>Every access token is refused from now on, as after a revocation.</summary>
    public void RefuseAccessTokens()
    {
        lock (_gate)
        {
            _accessTokens.Clear();
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = request.RequestUri!.Host == "api.test"
            ? await CallAsync(request, cancellationToken)
            : await AnswerAsync(request, cancellationToken);
        response.RequestMessage = request;
        return response;
    }

    private async Task<HttpResponseMessage> CallAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ApiRequests.Enqueue(request);
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        if (ApiAnswer(request) is { } answer)
        {
            return answer;
        }

        if (!IsLive(request.Headers.Authorization?.Parameter))
        {
            return Challenge("Bearer error=\"invalid_token\", error_description=\"The token has expired.\"");
        }

        Served.Enqueue($"{request.Method} {request.RequestUri!.AbsolutePath} {body}".TrimEnd(' '));
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("served") };
    }

    public static HttpResponseMessage Challenge(string challenge, HttpStatusCode status = HttpStatusCode.Unauthorized)
    {
        var response = new HttpResponseMessage(status);
        response.Headers.TryAddWithoutValidation("WWW-Authenticate", challenge);
        return response;
    }

    public static HttpResponseMessage Json(object value, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(JsonSerializer.Serialize(value), Encoding.UTF8, "application/json") };

    public bool IsLive(string? token)
    {
        lock (_gate)
        {
            return token is not null && _accessTokens.TryGetValue(token, out var known) && known.Session.EndedBecause is null && known.ExpiresAt > Now;
        }
    }

    /// <summary>The server's own clock is right, whatever is done to the client's.</summary>
    public DateTimeOffset Now => _start + time.GetElapsedTime(_began) + Asleep;

    /// <summary>How long the client's machine has slept.</summary>
    public TimeSpan Asleep { get; set; }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Gate(request).WaitAsync(cancellationToken);
        if (request.RequestUri!.AbsolutePath == "/.well-known/openid-configuration")
        {
            var metadata = Json(new
            {
                issuer = Issuer,
                token_endpoint = Issuer + "/connect/token",
                authorization_endpoint = Issuer + "/connect/authorize",
                device_authorization_endpoint = Issuer + "/connect/device",
                revocation_endpoint = Issuer + "/connect/revocation",
                authorization_response_iss_parameter_supported = true,
            });
            metadata.Headers.Date = Now;
            return metadata;
        }

        var form = Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
        Forms.Enqueue(form);
        if (ServerAnswer(request, form) is { } answer)
        {
            return answer;
        }

        if (form.GetValueOrDefault("grant_type") != "refresh_token")
        {
            return request.RequestUri.AbsolutePath == "/connect/revocation" ? Revoke(form) : Begin();
        }

        lock (_gate)
        {
            RefreshRequests++;
            MostRefreshesAtOnce = Math.Max(MostRefreshesAtOnce, ++_refreshesUnderWay);
        }

        try
        {
            return await SufferAsync(form["refresh_token"], cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _refreshesUnderWay--;
            }
        }
    }

    private async Task<HttpResponseMessage> SufferAsync(string refreshToken, CancellationToken cancellationToken)
    {
        Faults.TryDequeue(out var fault);
        switch (fault)
        {
            case Fault.NameNotResolved:
                throw new HttpRequestException(HttpRequestError.NameResolutionError, "no such host");
            case Fault.ConnectionRefused:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
            case Fault.RequestDropped:
                throw new HttpRequestException(HttpRequestError.Unknown, "reset");
            case Fault.AnswerDropped:
                Refresh(refreshToken);
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "the answer ended");
            case Fault.AnswerTruncated:
                var whole = await Refresh(refreshToken).Content.ReadAsStringAsync(cancellationToken);
                return new HttpResponseMessage { Content = new StringContent(whole[..(whole.Length / 2)]) };
            case Fault.AnswerFromAProxy:
                return new HttpResponseMessage { Content = new StringContent("<html>Please accept the terms of this network.</html>") };
            case Fault.Delayed:
                await Task.Delay(TimeSpan.FromSeconds(3), time, cancellationToken);
                return Refresh(refreshToken);
            case Fault.DelayedTooLong:
                var answer = Refresh(refreshToken);
                await Task.Delay(TimeSpan.FromMinutes(5), time, cancellationToken);
                return answer;
            case Fault.Duplicated:
                Refresh(refreshToken);
                return Refresh(refreshToken);
            case Fault.Status500:
                return new HttpResponseMessage(HttpStatusCode.InternalServerError);
            case Fault.Status502:
                return new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent("<html>Bad gateway</html>") };
            case Fault.Status503:
                return Later(HttpStatusCode.ServiceUnavailable);
            case Fault.Status503AfterRotation:
                Refresh(refreshToken);
                return Later(HttpStatusCode.ServiceUnavailable, seconds: 300);
            case Fault.Status429:
                return Later(HttpStatusCode.TooManyRequests);
            case Fault.RefusedForAnotherReason:
                return Json(new { error = "invalid_client" }, HttpStatusCode.Unauthorized);
            default:
                return Refresh(refreshToken);
        }
    }

    private static HttpResponseMessage Later(HttpStatusCode status, int seconds = 1)
    {
        var response = Json(new { error = "temporarily_unavailable" }, status);
        response.Headers.TryAddWithoutValidation("Retry-After", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return response;
    }

    private HttpResponseMessage Begin()
    {
        lock (_gate)
        {
            var session = new FakeSession();
            _sessions.Add(session.Id, session);
            return Tokens(session);
        }
    }

    private HttpResponseMessage Revoke(Dictionary<string, string> form)
    {
        lock (_gate)
        {
            _sessions[form["token"].Split('.')[0]].EndedBecause ??= "signed_out";
            return Json(new { });
        }
    }

    /// <summary>The table of sessions.md, in short.</summary>
    private HttpResponseMessage Refresh(string token)
    {
        lock (_gate)
        {
            var (session, generation) = (_sessions[token.Split('.')[0]], int.Parse(token.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture));
            if (session.EndedBecause is { } reason)
            {
                return Json(new { error = "invalid_grant", error_description = "The session has ended.", reason }, HttpStatusCode.BadRequest);
            }

            if (generation == session.Generation)
            {
                (session.Generation, session.RotatedAt) = (generation + 1, Now);
                return Tokens(session);
            }

            if (generation == session.Generation - 1 && Now - session.RotatedAt < RetryWindow)
            {
                return Tokens(session);
            }

            session.EndedBecause = "revoked";
            return Json(new { error = "invalid_grant", reason = "revoked" }, HttpStatusCode.BadRequest);
        }
    }

    private HttpResponseMessage Tokens(FakeSession session)
    {
        var accessToken = $"at-{session.Id}-{++_minted}";
        _accessTokens[accessToken] = (session, Now + Lifetime);
        return Json(new
        {
            access_token = accessToken,
            token_type = "Bearer",
            expires_in = (int)Lifetime.TotalSeconds,
            refresh_token = $"{session.Id}.{session.Generation}",
        });
    }

    private static Dictionary<string, string> Parse(string form) => form.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
        .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')), StringComparer.Ordinal);
}
