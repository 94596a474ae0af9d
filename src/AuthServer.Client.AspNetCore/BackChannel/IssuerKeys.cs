using AuthServer.Client.AspNetCore.Telemetry;
using AuthServer.Client.Discovery;
using AuthServer.Protocol.Jose;
using Microsoft.Extensions.Logging;

namespace AuthServer.Client.AspNetCore.BackChannel;

/// <summary>
/// The keys that the server publishes (RFC 7517 §5), read when first needed, when they have aged, and when one is named that is not among them; the last not more
/// than twice a minute, since anyone can invent names.
/// </summary>
internal sealed class IssuerKeys(SessionServer server, IHttpClientFactory clients, TimeProvider time, ILoggerFactory loggers) : IDisposable
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly ILogger _logger = loggers.CreateLogger(AuthServerSessionDefaults.LogCategory);
    private volatile VerificationKeySet? _known;
    private long _readAt;
    private bool _wasAsked;

    public async Task<KeySearch> FindAsync(string? keyId, CancellationToken cancellationToken)
    {
        if (_known is { } known && known.Find(keyId) is not null && Age() < GoodFor)
        {
            return new KeySearch.Found(known);
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!_wasAsked || Age() >= (_known?.Find(keyId) is null ? ShortestInterval : GoodFor))
            {
                // Never disposed: a request may still verify with a set that has been replaced, and sets are replaced a few times a year.
                _known = await ReadAsync(cancellationToken) ?? _known;
                _wasAsked = true;
                Volatile.Write(ref _readAt, time.GetTimestamp());
            }
        }
        finally
        {
            _gate.Release();
        }

        return _known switch
        {
            null => new KeySearch.Unavailable(),
            { } keys when keys.Find(keyId) is not null => new KeySearch.Found(keys),
            _ => new KeySearch.Unknown(),
        };
    }

    public void Dispose() => _gate.Dispose();

    private TimeSpan Age() => time.GetElapsedTime(Volatile.Read(ref _readAt));

    private async Task<VerificationKeySet?> ReadAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(server.Options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            if (await server.Directory.GetAsync(either.Token) is not Discovered.Found { Metadata.KeysEndpoint: { } address })
            {
                SessionLog.NoKeys(_logger, "the server's metadata is not known, or names none");
                return null;
            }

            using var client = clients.CreateClient(AuthServerClientDefaults.HttpClientName);
            if (JsonWebKeySet.TryParse(await client.GetByteArrayAsync(address, either.Token), out var set))
            {
                return new VerificationKeySet(set);
            }

            SessionLog.NoKeys(_logger, "the answer is no key set");
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            SessionLog.NoKeys(_logger, "the server did not answer as expected", e);
            return null;
        }
    }
}
