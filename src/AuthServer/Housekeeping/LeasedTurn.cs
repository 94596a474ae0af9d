namespace AuthServer.Housekeeping;

/// <summary>One turn at work that is done in batches, under a lease.</summary>
internal sealed class LeasedTurn(HeldLease lease, TimeProvider time, CancellationToken stoppingToken)
{
    // So the work takes at most a fifth of what one connection can do, whatever the database is.
    private const int RestInProportion = 4;

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);

    public CancellationToken StoppingToken => stoppingToken;

    /// <summary>Does batch after batch for as long as one says that there is more, and rests after each. Throws <see cref="LeaseLostException"/> when another node has taken over.</summary>
    public async Task RepeatAsync(Func<Task<bool>> batch)
    {
        for (var more = true; more;)
        {
            if (!await lease.IsStillHeldAsync(stoppingToken))
            {
                throw new LeaseLostException();
            }

            var begun = time.GetTimestamp();
            more = await batch();
            var rest = time.GetElapsedTime(begun) * RestInProportion;
            await Task.Delay(rest < LongestRest ? rest : LongestRest, time, stoppingToken);
        }
    }
}
