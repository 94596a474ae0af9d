using AuthServer.Configuration;
using AuthServer.EntityFrameworkCore.History;
using Microsoft.Extensions.Options;

namespace AuthServer.Housekeeping;

/// <summary>Deletes what was kept for as long as <see cref="HistorySettings"/> says, or is of no use any more.</summary>
internal sealed partial class Pruning(
    LeasedWork work, RelationalHistory history, IOptions<AuthServerOptions> options, HousekeepingPace pace, ILogger<Pruning> logger) : BackgroundService
{
    public const string Lease = "pruning";

    // A device that asks late is told that its code has expired, and not that there was none.
    private static readonly TimeSpan ExpiredArtefacts = TimeSpan.FromDays(1);

    // For as long as a request may be sent again under the same Idempotency-Key.
    private static readonly TimeSpan IdempotentAnswers = TimeSpan.FromDays(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => work.RunAsync(Lease, pace.Pruning, PruneAsync, stoppingToken);

    private async Task PruneAsync(LeasedTurn turn)
    {
        var keep = options.Value.History;
        await PruneAsync(turn, HistoryKind.ReplayIdentifiers, TimeSpan.Zero);
        await PruneAsync(turn, HistoryKind.FeedEntries, TimeSpan.Zero);
        await PruneAsync(turn, HistoryKind.Artefacts, ExpiredArtefacts);
        await PruneAsync(turn, HistoryKind.IdempotentAnswers, IdempotentAnswers);
        await PruneAsync(turn, HistoryKind.ActivityCounts, keep.Activity);
        await PruneAsync(turn, HistoryKind.LogoutDeliveries, keep.LogoutMessages);
        await PruneAsync(turn, HistoryKind.EndedSessions, keep.EndedSessions);
        await PruneSignInsAsync(turn, keep.EndedSessions);
        await PruneAsync(turn, HistoryKind.AuditEvents, keep.AuditEvents);
        await PruneAsync(turn, HistoryKind.Incidents, keep.AuditEvents);
    }

    private async Task PruneAsync(LeasedTurn turn, HistoryKind kind, TimeSpan keep)
    {
        var total = 0;
        await turn.RepeatAsync(async () =>
        {
            var count = await history.PruneAsync(kind, keep, turn.StoppingToken);
            total += count;
            return count == RelationalHistory.BatchSize;
        });
        Announce(kind.ToString(), total);
    }

    private async Task PruneSignInsAsync(LeasedTurn turn, TimeSpan keep)
    {
        var total = 0;
        HistoryPosition? position = null;
        await turn.RepeatAsync(async () =>
        {
            var pruned = await history.PruneSignInsAsync(keep, position, turn.StoppingToken);
            (total, position) = (total + pruned.Count, pruned.Next);
            return position is not null;
        });
        Announce("SignIns", total);
    }

    private void Announce(string kind, int count)
    {
        if (count > 0)
        {
            LogPruned(logger, count, kind);
        }
    }

    [LoggerMessage(3411, LogLevel.Information, "Deleted {Count} of {Kind}, which were kept for long enough")]
    private static partial void LogPruned(ILogger logger, int count, string kind);
}
