using System.Runtime.CompilerServices;
using AuthServer.Core.Clients;
using AuthServer.Core.Logout;
using AuthServer.Core.Sessions;

namespace AuthServer.Logout;

/// <summary>
/// Tells clients of the sessions that have ended (OIDC Back-Channel Logout §2.5), together with the other nodes and from the queue in the database: what one
/// node took and did not bring to an end, another takes when the lease is over. So a client is told at least once.
/// </summary>
internal sealed partial class BackChannelLogout(
    ILogoutDeliveryStore store, LogoutSender sender, EndSignal signal, LogoutMetrics metrics, ILogger<BackChannelLogout> logger) : BackgroundService
{
    private const int MostAtOnce = 16;
    private const int Batch = 8;

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(3);

    // A batch waits for one attempt at most before it is its turn, and then takes another.
    private static readonly TimeSpan Lease = LogoutSender.LongestAttempt * 3;

    private readonly EndListener _ended = signal.Listen();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        DueAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = stoppingToken },
        async (delivery, cancellationToken) => await DeliverAsync(delivery, cancellationToken));

    private async IAsyncEnumerable<LogoutDelivery> DueAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var due = await TakeAsync(cancellationToken);
            foreach (var delivery in due)
            {
                yield return delivery;
            }

            if (due.Count == 0)
            {
                await _ended.WaitAsync(LookInterval, cancellationToken);
            }
        }
    }

    private async Task<IReadOnlyList<LogoutDelivery>> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.TakeAsync(Batch, Lease, cancellationToken);
        }
        catch (StoreUnavailableException exception)
        {
            LogOutage(logger, exception);
            return [];
        }
    }

    private async Task DeliverAsync(LogoutDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            await RecordAsync(delivery, await sender.SendAsync(delivery, cancellationToken));
        }
        catch (Exception exception) when (Endpoints.ProtocolExceptionHandler.IsOutage(exception))
        {
            // It is due again when the lease is over.
            LogOutage(logger, exception);
        }
    }

    private async Task RecordAsync(LogoutDelivery delivery, LogoutAnswer answer)
    {
        switch (answer)
        {
            case LogoutAnswer.Taken:
                await store.MarkDeliveredAsync(delivery);
                metrics.Attempted(LogoutMetrics.Delivered);
                LogDelivered(logger, delivery.ClientId, delivery.SessionId, delivery.Attempt);
                break;
            case LogoutAnswer.Pointless:
                await GiveUpAsync(delivery, "the client is gone, disabled or does not listen any more");
                break;
            case LogoutAnswer.Failed { Trouble: var trouble } when LogoutSchedule.PauseAfter(delivery.Attempt) is { } pause:
                await store.MarkFailedAsync(delivery, trouble, pause);
                metrics.Attempted(LogoutMetrics.Failed);
                LogFailed(logger, delivery.ClientId, delivery.SessionId, delivery.Attempt, trouble, pause);
                break;
            case LogoutAnswer.Failed { Trouble: var trouble }:
                await GiveUpAsync(delivery, trouble);
                break;
            default:
                throw new InvalidOperationException("An answer that nobody knows how to record.");
        }
    }

    private async Task GiveUpAsync(LogoutDelivery delivery, string trouble)
    {
        await store.MarkFailedAsync(delivery, trouble, pause: null);
        metrics.Attempted(LogoutMetrics.GivenUp);
        LogGivenUp(logger, delivery.ClientId, delivery.SessionId, delivery.Attempt, trouble);
    }

    [LoggerMessage(3301, LogLevel.Information, "Client {Client} was told that session {Session} has ended, at attempt {Attempt}")]
    private static partial void LogDelivered(ILogger logger, ClientId client, SessionId session, int attempt);

    [LoggerMessage(3302, LogLevel.Information, "Client {Client} could not be told that session {Session} has ended, at attempt {Attempt}: {Trouble}. Next in {Pause}")]
    private static partial void LogFailed(ILogger logger, ClientId client, SessionId session, int attempt, string trouble, TimeSpan pause);

    [LoggerMessage(3303, LogLevel.Warning, "Client {Client} will not be told that session {Session} has ended, after attempt {Attempt}: {Trouble}")]
    private static partial void LogGivenUp(ILogger logger, ClientId client, SessionId session, int attempt, string trouble);

    [LoggerMessage(3304, LogLevel.Warning, "The queue of logout tokens is out of reach; they go out when it is back")]
    private static partial void LogOutage(ILogger logger, Exception exception);
}
