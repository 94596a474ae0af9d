using AuthServer.Core.Sessions;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Revocation;

/// <summary>
/// Looks into the feed on behalf of all who wait on this node, and only while somebody does: at once when something has ended here, and otherwise often enough
/// to find soon what has ended on other nodes.
/// </summary>
public sealed partial class RevocationWatch(IRevocationFeed feed, EndSignal signal, TimeProvider time, ILogger<RevocationWatch> logger)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    // Many ends in a row cost few looks.
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(20);

    private readonly EndListener _ended = signal.Listen();
    private TaskCompletionSource _news = NewSource();
    private int _waiting;
    private volatile bool _isClosed;

    /// <summary>Completes with the next news. Whoever takes it before reading, and waits for it when nothing was read, misses nothing.</summary>
    public Task News => Volatile.Read(ref _news).Task;

    /// <summary>True from when on nobody is to wait any more, because the process stops.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Returns with the news, at the latest after <paramref name="longest"/>.</summary>
    public async Task WaitAsync(Task news, TimeSpan longest, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) == 1)
        {
            _ended.Raise();
        }

        try
        {
            await news.WaitAsync(longest, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // As announced.
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Looks until it is told to stop; then nobody waits any longer.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        string? mark = null;
        try
        {
            while (true)
            {
                await _ended.WaitAsync(Volatile.Read(ref _waiting) == 0 ? Timeout.InfiniteTimeSpan : LookInterval, stoppingToken);
                if (Volatile.Read(ref _waiting) > 0)
                {
                    mark = await LookAsync(mark, stoppingToken);
                    await Task.Delay(LeastPause, time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // As announced.
        }
        finally
        {
            _isClosed = true;
            Announce();
        }
    }

    private async Task<string?> LookAsync(string? mark, CancellationToken cancellationToken)
    {
        try
        {
            var look = await feed.LookAsync(mark, cancellationToken);
            if (look.HasNews)
            {
                Announce();
            }

            return look.Mark;
        }
        catch (StoreUnavailableException exception)
        {
            LogOutage(logger, exception);
            return mark;
        }
    }

    private void Announce() => Interlocked.Exchange(ref _news, NewSource()).SetResult();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(2301, LogLevel.Warning, "The revocation feed is out of reach; APIs learn of revocations when it is back")]
    private static partial void LogOutage(ILogger logger, Exception exception);
}
