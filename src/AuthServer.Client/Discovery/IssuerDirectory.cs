using System.Text.Json;
using AuthServer.Client.Requests;

namespace AuthServer.Client.Discovery;

/// <summary>
/// The issuer's metadata (OpenID Connect Discovery §4, RFC 8414 §3), read when first needed and again when it has aged. Metadata that speaks for
/// another issuer is refused (RFC 8414 §3.3); what was known serves on when a later reading fails.
/// </summary>
internal sealed class IssuerDirectory(IHttpClientFactory clients, AuthServerClientOptions options, OriginNotes notes, TimeProvider time) : IDisposable
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    // Those who wait together fail together, and those who come at once after them.
    private static readonly TimeSpan FailureGoodFor = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private volatile Discovered.Found? _known;
    private Task<Discovered>? _reading;
    private long _readAt;

    public ValueTask<Discovered> GetAsync(CancellationToken cancellationToken) =>
        IsGood(out var known) ? ValueTask.FromResult(known) : new ValueTask<Discovered>(JoinAsync().WaitAsync(cancellationToken));

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    /// <summary>One reading for all who need it, which does not end with any of them.</summary>
    private Task<Discovered> JoinAsync()
    {
        lock (_gate)
        {
            if (_reading is { } reading && (!reading.IsCompleted || time.GetElapsedTime(Volatile.Read(ref _readAt)) < FailureGoodFor))
            {
                return reading;
            }

            using var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
            var stopping = _stopping.Token;
            return _reading = Task.Run(() => RefreshAsync(stopping), CancellationToken.None);
        }
    }

    private async Task<Discovered> RefreshAsync(CancellationToken stopping)
    {
        var read = await ReadAsync(stopping).ConfigureAwait(false);

        // After a failure too: an issuer that is known by its old metadata is not asked again at each request.
        Volatile.Write(ref _readAt, time.GetTimestamp());
        _known = read as Discovered.Found ?? _known;
        return (Discovered?)_known ?? read;
    }

    private bool IsGood([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Discovered? known)
    {
        known = _known;
        return known is not null && time.GetElapsedTime(Volatile.Read(ref _readAt)) < GoodFor;
    }

    private async Task<Discovered> ReadAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var client = clients.CreateClient(AuthServerClientDefaults.HttpClientName);

            // Discovery §4.1: a terminating "/" is removed before the well-known path is appended.
            var address = new Uri(options.Issuer.TrimEnd('/') + "/.well-known/openid-configuration");
            using var answer = await client.GetAsync(address, either.Token).ConfigureAwait(false);
            notes.Learn(address, answer);
            return answer.IsSuccessStatusCode
                ? Parse(await answer.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false))
                : new Discovered.Failed($"the metadata was answered with status {(int)answer.StatusCode}", RetryAfter.Of(answer, time));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new Discovered.Failed("the issuer's metadata could not be fetched", Exception: e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return new Discovered.Failed("the issuer's metadata did not come in time", Exception: e);
        }
        catch (JsonException)
        {
            return new Discovered.Failed("the issuer's metadata is not JSON");
        }
    }

    private Discovered Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json, Strict);
        var root = document.RootElement;
        if (Text(root, "issuer") is not { } named || !string.Equals(named, options.Issuer, StringComparison.Ordinal))
        {
            return new Discovered.Failed("the metadata names another issuer");
        }

        return Endpoint(root, "token_endpoint") is { } token
            ? new Discovered.Found(new IssuerMetadata(named, token)
            {
                AuthorizationEndpoint = Endpoint(root, "authorization_endpoint"),
                DeviceEndpoint = Endpoint(root, "device_authorization_endpoint"),
                RevocationEndpoint = Endpoint(root, "revocation_endpoint"),
                EndSessionEndpoint = Endpoint(root, "end_session_endpoint"),
                KeysEndpoint = Endpoint(root, "jwks_uri"),
                NamesItself = root.TryGetProperty("authorization_response_iss_parameter_supported", out var namesItself) && namesItself.ValueKind == JsonValueKind.True,
            })
            : new Discovered.Failed("the metadata names no token_endpoint, or one that is not https");
    }

    private static Uri? Endpoint(JsonElement metadata, string name) =>
        Uri.TryCreate(Text(metadata, name), UriKind.Absolute, out var address) && Transport.Allows(address) ? address : null;

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
