using AuthServer.Validation.Telemetry;
using Microsoft.Extensions.Logging;

namespace AuthServer.Validation.Revocations;

/// <summary>
/// Polls the feed for as long as the host runs and keeps <see cref="KnownRevocations"/> up to date. After an outage it goes on from its cursor, so that nothing
/// that was revoked meanwhile is missed.
/// </summary>
internal sealed class RevocationPoller(
    RevocationFeedClient feed, KnownRevocations known, AuthServerBearerOptions options, ValidationMetrics metrics, ILogger logger)
{
    // Many revocations in a row cost ten polls a second, and so would a server that does not wait.
    private static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time = options.TimeProvider ?? TimeProvider.System;
    private readonly BackOff _backOff = new();
    private string? _cursor;
    private bool _isCaughtUp;
    private bool _hasFailed;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // What is not known to be up to date is brought up to date first; only then is there something to wait for.
            var poll = await feed.PollAsync(_cursor, _isCaughtUp ? options.Revocations.PollWait : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            known.RemoveExpired();
            await Task.Delay(Take(poll), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>How long to pause before the next poll.</summary>
    private TimeSpan Take(FeedPoll poll)
    {
        metrics.RevocationsPolled(poll is FeedPoll.Answered);
        switch (poll)
        {
            case FeedPoll.Answered { Answer: var answer }:
                Take(answer);
                return answer.Complete || answer.Entries.Count == 0 ? LeastInterval : TimeSpan.Zero;
            case FeedPoll.Failed failed:
                (_isCaughtUp, _hasFailed) = (false, true);
                var pause = _backOff.Next(failed.RetryAfter);
                ValidationLog.RevocationPollFailed(logger, options.Issuer, failed.Problem, pause, failed.Exception);
                return pause;
            default:
                throw new InvalidOperationException("A poll is answered or fails.");
        }
    }

    private void Take(FeedAnswer answer)
    {
        var wasFirst = known.Age is null;
        known.Apply(answer);
        (_cursor, _isCaughtUp) = (answer.Cursor, answer.Complete);
        _backOff.Reset();
        if (!answer.Reset && !wasFirst)
        {
            foreach (var entry in answer.Entries)
            {
                metrics.RevocationApplied(answer.Now - entry.CreatedAt);
            }
        }

        if (answer.Complete && (wasFirst || _hasFailed || answer.Reset))
        {
            _hasFailed = false;
            ValidationLog.RevocationsKnown(logger, options.Issuer, known.Count);
        }
    }
}
