using AuthServer.Core.Clients;
using AuthServer.Core.Results;

namespace AuthServer.Core.Revocation;

/// <summary>Answers polls of the feed: at once when there is something to tell, else when something comes, else with nothing when the wait is over.</summary>
public sealed class RevocationPolls(IRevocationFeed feed, RevocationWatch watch, RevocationMetrics metrics, TimeProvider time) : IDisposable
{
    /// <summary>Entries in one answer.</summary>
    public const int PageSize = 5_000;

    /// <summary>Polls that a node answers at a time; one more is told to come again.</summary>
    public const int MostPolls = 1_000;

    /// <summary>Of these, polls of one client.</summary>
    public const int MostOfOneClient = 250;

    // However many poll, most connections to the database stay with those who sign in and refresh.
    private const int MostReads = 4;

    private static readonly OAuthError Busy =
        OAuthError.Unavailable("as many polls of the revocation feed wait as may") with { RetryAfter = TimeSpan.FromSeconds(5) };

    private readonly PollPlaces _places = new(MostPolls, MostOfOneClient);
    private readonly SemaphoreSlim _reads = new(MostReads);

    public async Task<Result<RevocationPage>> AnswerAsync(ClientId client, string? cursor, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (!_places.TryTake(client))
        {
            metrics.Refused();
            return Busy;
        }

        try
        {
            var page = await AnswerAsync(cursor, wait, cancellationToken);
            metrics.Answered(page);
            return page;
        }
        finally
        {
            _places.Return(client);
        }
    }

    public void Dispose() => _reads.Dispose();

    private async Task<RevocationPage> AnswerAsync(string? cursor, TimeSpan wait, CancellationToken cancellationToken)
    {
        for (var started = time.GetTimestamp(); ;)
        {
            // Taken before the read: what becomes visible after it is news.
            var news = watch.News;
            var page = await ReadAsync(cursor, cancellationToken);
            var left = wait - time.GetElapsedTime(started);
            if (page.Entries.Count > 0 || page.IsReset || !page.IsComplete || left <= TimeSpan.Zero || watch.IsClosed)
            {
                return page;
            }

            cursor = page.Cursor;
            await watch.WaitAsync(news, left, cancellationToken);
        }
    }

    private async Task<RevocationPage> ReadAsync(string? cursor, CancellationToken cancellationToken)
    {
        await _reads.WaitAsync(cancellationToken);
        try
        {
            return await feed.ReadAsync(cursor, PageSize, cancellationToken);
        }
        finally
        {
            _reads.Release();
        }
    }
}
