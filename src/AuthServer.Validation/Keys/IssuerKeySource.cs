using AuthServer.Validation.Telemetry;
using Microsoft.Extensions.Logging;

namespace AuthServer.Validation.Keys;

/// <summary>
/// The issuer's keys as they are known now. However many requests ask, one fetch is under way at a time; what was once known is kept
/// when a fetch fails; keys of some age are fetched again behind the back of the requests that they serve.
/// </summary>
internal sealed class IssuerKeySource(IssuerDocuments documents, AuthServerBearerOptions options, ValidationMetrics metrics, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = options.TimeProvider ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private volatile IssuerKeySet? _known;
    private Task? _flight;
    private long _lastRead;
    private long _lastFailure;
    private TimeSpan _pause;
    private long? _lastForUnknownKey;

    /// <summary>How long until the next attempt may be made, after one that failed.</summary>
    public TimeSpan RetryAfter
    {
        get
        {
            lock (_gate)
            {
                return PauseLeft();
            }
        }
    }

    /// <summary>The keys that are known, without waiting; null if none could ever be read. Asking is what has aged ones fetched again.</summary>
    public IssuerKeySet? Current
    {
        get
        {
            var keys = _known;
            if (keys is not null && _time.GetElapsedTime(Volatile.Read(ref _lastRead)) >= options.KeyRefreshInterval)
            {
                FetchUnlessPaused();
            }

            return keys;
        }
    }

    /// <summary>The keys, fetched first if none are known; null if that fails, or failed so recently that the issuer is left alone.</summary>
    public async Task<IssuerKeySet?> FirstAsync(CancellationToken cancellationToken)
    {
        if (_known is null && FetchUnlessPaused() is { } fetch)
        {
            await fetch.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return _known;
    }

    /// <summary>
    /// The keys after a token has named one that <paramref name="seen"/> lacks: fetched again, but not more often than
    /// <see cref="AuthServerBearerOptions.MinimumKeyRefreshInterval"/> allows, since anyone can invent key ids.
    /// </summary>
    public async Task<IssuerKeySet> GetNewerThanAsync(IssuerKeySet seen, CancellationToken cancellationToken)
    {
        if (FetchForUnknownKey(seen) is { } fetch)
        {
            await fetch.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return _known ?? seen;
    }

    private Task? FetchUnlessPaused()
    {
        lock (_gate)
        {
            return _flight ?? (PauseLeft() > TimeSpan.Zero ? null : Begin());
        }
    }

    private Task? FetchForUnknownKey(IssuerKeySet seen)
    {
        lock (_gate)
        {
            if (_known != seen)
            {
                return null;
            }

            if (_flight is not null)
            {
                return _flight;
            }

            if (_lastForUnknownKey is { } last && _time.GetElapsedTime(last) < options.MinimumKeyRefreshInterval)
            {
                return null;
            }

            _lastForUnknownKey = _time.GetTimestamp();
            ValidationLog.UnknownKey(logger, options.Issuer);
            return Begin();
        }
    }

    private TimeSpan PauseLeft()
    {
        var left = _pause - _time.GetElapsedTime(_lastFailure);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // The fetch belongs to no request: it neither ends with the one that began it nor carries its trace.
    private Task Begin()
    {
        using var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        return _flight = Task.Run(FetchAsync);
    }

    private async Task FetchAsync()
    {
        var outcome = await documents.FetchAsync(CancellationToken.None).ConfigureAwait(false);
        lock (_gate)
        {
            _flight = null;
            switch (outcome)
            {
                case KeyFetch.Read read:
                    Keep(read.Keys);
                    break;
                case KeyFetch.Failed failed:
                    Pause(failed);
                    break;
            }
        }
    }

    private void Keep(IssuerKeySet keys)
    {
        metrics.KeysFetched(succeeded: true);
        _pause = TimeSpan.Zero;
        Volatile.Write(ref _lastRead, _time.GetTimestamp());
        if (_known is { } held && held.SameAs(keys))
        {
            // The instance is kept, so that tokens verified under it need no second look.
            ValidationLog.KeysUnchanged(logger, options.Issuer);
            return;
        }

        _known = keys;
        ValidationLog.KeysChanged(logger, options.Issuer, keys.Count);
    }

    // Each failure doubles the pause, so an issuer that is down is neither hammered nor missed for long when it returns.
    private void Pause(KeyFetch.Failed failed)
    {
        metrics.KeysFetched(succeeded: false);
        _lastFailure = _time.GetTimestamp();
        var next = _pause == TimeSpan.Zero ? FirstPause : _pause * 2;
        _pause = next < options.MinimumKeyRefreshInterval ? next : options.MinimumKeyRefreshInterval;
        ValidationLog.KeyFetchFailed(logger, options.Issuer, failed.Problem, failed.Exception);
    }
}
