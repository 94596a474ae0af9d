using AuthServer.Client.Requests;
using AuthServer.Client.Storage;
using AuthServer.Client.Telemetry;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Client.Tokens;

/// <summary>
/// How a token is renewed: taken from another process that has just done it, else asked for, alone among all processes. A lost answer is followed by the same
/// request with the same refresh token, to which the server gives the same successor; only <c>invalid_grant</c> ends the session (RFC 6749 §5.2).
/// </summary>
internal sealed class Renewal(
    SessionTokens tokens, TokenEndpoint endpoint, ExclusiveAccess access, AuthServerClientOptions options, RenewalSurroundings surroundings)
{
    private const int MostAttempts = 3;
    private static readonly TimeSpan LongestPauseBetweenAttempts = TimeSpan.FromSeconds(2);

    private readonly Pauses _pauses = new(options.RetryDelay, surroundings.Time);
    private volatile string? _unsettled;

    /// <summary>
    /// Whether the refresh token may have been used up, the answer being lost. It stays so, however the next attempts fail, until the server grants or refuses: once the
    /// server's retry window has closed, the same token would be taken for a stolen one.
    /// </summary>
    public bool IsUnsettled => _unsettled is { } lost && lost == tokens.Held?.RefreshToken;

    public TimeSpan PauseLeft(TokenTarget target) => _pauses.Left(target);

    /// <param name="target">What the token is for.</param>
    /// <param name="replaced">The token that will not do any longer; null when there was none.</param>
    /// <param name="isRefused">Whether a resource has refused it.</param>
    /// <param name="stopping">Stops waiting; a request that has gone out is always waited for.</param>
    public async Task<RenewalOutcome> RunAsync(TokenTarget target, AccessToken? replaced, bool isRefused, CancellationToken stopping)
    {
        try
        {
            using var entered = await access.EnterAsync(stopping).ConfigureAwait(false);
            var wasSignedIn = tokens.CanRenew;
            var stored = await tokens.ReadAsync(stopping).ConfigureAwait(false);
            if (Outcome(stored, target, replaced, wasSignedIn) is { } known)
            {
                return known;
            }

            if (_pauses.Left(target) is var pause && pause > TimeSpan.Zero)
            {
                return new RenewalOutcome.Failed("the last attempt failed, and the server is left alone for a while", pause, IsUnsettled);
            }

            await using var locked = await access.LockAsync(stopping).ConfigureAwait(false);
            await tokens.CatchUpAsync().ConfigureAwait(false);
            stored = await tokens.ReadAsync(stopping).ConfigureAwait(false);
            return Outcome(stored, target, replaced, wasSignedIn) ?? await RequestAsync(stored, target, isRefused, stopping).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A renewal belongs to no request, and its store may be the application's own: whatever happens, the session goes on and the next attempt comes.
        catch (Exception e)
        {
            return Fail(e is TimeoutException ? e.Message : "the store or its lock failed", _pauses.Add(target, wished: null, IsUnsettled), e);
        }
#pragma warning restore CA1031
    }

    /// <summary>What can be said without a request; null when it takes one.</summary>
    private RenewalOutcome? Outcome(StoredTokens? stored, TokenTarget target, AccessToken? replaced, bool wasSignedIn)
    {
        if (tokens.Find(target) is { Freshness: Freshness.Fresh } found && found.Value != replaced?.Value)
        {
            surroundings.Metrics.Renewal("adopted");
            ClientLog.Adopted(surroundings.Logger, found.DueIn);
            return new RenewalOutcome.Renewed(found);
        }

        if (options.UseClientCredentials)
        {
            return null;
        }

        // Another process has signed out, or was told that the session is over.
        if (stored is null)
        {
            return wasSignedIn ? new RenewalOutcome.Ended(new SessionEnded(SessionEndReason.EndedElsewhere)) : new RenewalOutcome.SignedOut();
        }

        return stored.RefreshToken is null ? new RenewalOutcome.SignedOut() : null;
    }

    private async Task<RenewalOutcome> RequestAsync(StoredTokens? stored, TokenTarget target, bool isRefused, CancellationToken stopping)
    {
        for (var attempt = 1; ; attempt++)
        {
            var key = KeyOf(stored);
            var answer = await endpoint.SendAsync(RenewalForm.For(options, stored?.RefreshToken, target), key, CancellationToken.None).ConfigureAwait(false);
            TimeSpan pause;
            switch (answer)
            {
                case TokenAnswer.Granted granted:
                    return await KeepAsync(stored, granted.Grant, target, key, isRefused).ConfigureAwait(false);

                case TokenAnswer.Refused { Refusal: { Error: ErrorCodes.InvalidGrant } refusal } when !options.UseClientCredentials:
                    // Cleared only if it is still the one that was refused: a store without a working lock may have a newer one by now.
                    var now = await tokens.ReadAsync(CancellationToken.None).ConfigureAwait(false);
                    if (now?.RefreshToken is { } newer && newer != stored!.RefreshToken && attempt < MostAttempts)
                    {
                        stored = now;
                        continue;
                    }

                    return await EndAsync(stored!, refusal).ConfigureAwait(false);

                case TokenAnswer.Refused refused:
                    ClientLog.RenewalRefused(surroundings.Logger, refused.Refusal.Error, refused.Refusal.Description);
                    surroundings.Metrics.Renewal("refused");
                    pause = _pauses.Add(target, refused.RetryAfter, IsUnsettled);
                    return new RenewalOutcome.Failed($"the server refused with {refused.Refusal.Error}", pause, IsUnsettled);

                case TokenAnswer.Unavailable unavailable:
                    _unsettled = unavailable.MayBeServed ? stored?.RefreshToken : _unsettled;
                    pause = _pauses.Add(target, unavailable.RetryAfter, IsUnsettled);
                    if (attempt == MostAttempts || pause > LongestPauseBetweenAttempts || stopping.IsCancellationRequested)
                    {
                        return Fail(unavailable.Problem, pause, unavailable.Exception);
                    }

                    await Task.Delay(pause, surroundings.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    break;
            }
        }
    }

    private async Task<RenewalOutcome> KeepAsync(StoredTokens? stored, TokenGrant grant, TokenTarget target, SigningKey? key, bool isRefused)
    {
        var token = await tokens.KeepAsync(stored, grant, target, key, isRefused).ConfigureAwait(false);
        _pauses.Clear(target);
        _unsettled = null;
        surroundings.Metrics.Renewal("renewed");
        ClientLog.Renewed(surroundings.Logger, token.DueIn);
        return new RenewalOutcome.Renewed(token);
    }

    private async Task<RenewalOutcome> EndAsync(StoredTokens refused, OAuthRefusal refusal)
    {
        surroundings.Metrics.Renewal("ended");
        tokens.Forget(refused);
        await tokens.CatchUpAsync().ConfigureAwait(false);
        return new RenewalOutcome.Ended(SessionEnded.Of(refusal));
    }

    private RenewalOutcome.Failed Fail(string problem, TimeSpan pause, Exception? exception)
    {
        surroundings.Metrics.Renewal("failed");
        ClientLog.RenewalFailed(surroundings.Logger, problem, pause, exception);
        return new RenewalOutcome.Failed(problem, pause, IsUnsettled, exception);
    }

    // A user's tokens stay with the key of their sign-in; a daemon makes one when it starts.
    private SigningKey? KeyOf(StoredTokens? stored) =>
        tokens.Key ?? (options is { UseClientCredentials: true, UseDpop: true } && stored?.ProofKey is null ? SigningKey.Generate(JwsAlgorithm.ES256) : null);
}
