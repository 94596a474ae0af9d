using AuthServer.Client.Storage;
using AuthServer.Client.Telemetry;

namespace AuthServer.Client.Tokens;

/// <summary>
/// Clears a store, and writes what it has refused again, with growing pauses, until it takes it. Otherwise the store keeps a refresh token that has been used up, and
/// whoever reads it next, after a restart or in another process, presents it as a thief would.
/// </summary>
internal sealed class StoreRetries : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(5);

    private readonly SessionTokens _tokens;
    private readonly ExclusiveAccess _access;
    private readonly RenewalSurroundings _surroundings;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stopping = new();
    private TimeSpan _pause = FirstPause;
    private bool _isSet;

    public StoreRetries(SessionTokens tokens, ExclusiveAccess access, RenewalSurroundings surroundings)
    {
        (_tokens, _access, _surroundings) = (tokens, access, surroundings);

        // A timer that carried the trace of a request would keep it alive for ever.
        using var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        _timer = surroundings.Time.CreateTimer(_ => _ = RetryAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Clears the store, for one who has entered. What stands in the way is no reason to stay signed in: it is cleared later.</summary>
    /// <returns>What it had, as far as it could be read.</returns>
    public async Task<StoredTokens?> ClearAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var locked = await _access.LockAsync(cancellationToken).ConfigureAwait(false);
            return await _tokens.ClearAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever is wrong with the lock, also one of the application's own.
        catch (Exception e)
        {
            ClientLog.NotStored(_surroundings.Logger, e);
            return null;
        }
#pragma warning restore CA1031
    }

    /// <summary>Sees to it that what is unwritten now is written soon.</summary>
    public void Watch()
    {
        lock (_gate)
        {
            if (!_tokens.IsUnwritten)
            {
                _pause = FirstPause;
            }
            else if (!_isSet && !_stopping.IsCancellationRequested)
            {
                _isSet = _timer.Change(_pause, Timeout.InfiniteTimeSpan);
                _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>Tries for the last time, and not for long.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
        using var farewell = new CancellationTokenSource(LongestFarewell, _surroundings.Time);
        await TryAsync(farewell.Token).ConfigureAwait(false);
    }

    private async Task RetryAsync()
    {
        await TryAsync(_stopping.Token).ConfigureAwait(false);
        lock (_gate)
        {
            _isSet = false;
        }

        Watch();
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        if (!_tokens.IsUnwritten)
        {
            return;
        }

        try
        {
            using var entered = await _access.EnterAsync(cancellationToken).ConfigureAwait(false);
            await using var locked = await _access.LockAsync(cancellationToken).ConfigureAwait(false);
            await _tokens.CatchUpAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends; the failure itself has been reported.
        }
#pragma warning disable CA1031 // As above: another try follows.
        catch (Exception e)
        {
            ClientLog.NotStored(_surroundings.Logger, e);
        }
#pragma warning restore CA1031
    }
}
