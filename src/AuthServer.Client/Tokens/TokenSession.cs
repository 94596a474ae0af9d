using AuthServer.Client.Requests;
using AuthServer.Client.Storage;
using AuthServer.Protocol.Jose;

namespace AuthServer.Client.Tokens;

/// <summary>
/// The session of one user, or of the client itself: hands out access tokens and keeps them fresh. However many callers and processes ask, one renewal is
/// under way at a time. A caller that gives up does not stop it. While renewing fails, a token that is still good goes on being handed out.
/// </summary>
public sealed class TokenSession : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SessionParts _parts;
    private readonly Flights _flights = new();
    private readonly SessionEvents _events;
    private readonly RenewalTimers _timers;
    private readonly CancellationTokenSource _stopping = new();
    private volatile SessionEnded? _end;
    private Task _farewell = Task.CompletedTask;
    private int _isDisposed;

    internal TokenSession(SessionParts parts)
    {
        _parts = parts;
        _events = new SessionEvents(parts.Tokens, !parts.Options.UseClientCredentials, parts.Surroundings);
        _timers = new RenewalTimers(parts.Surroundings.Time, OnDue);
    }

    /// <summary>
    /// Raised once when the session is over and its tokens have been cleared, on no particular thread, with no lock held. The user must sign in again. Callers that
    /// waited for a token are told afterwards.
    /// </summary>
    public event EventHandler<SessionEnded>? Ended
    {
        add => _events.Ended += value;
        remove => _events.Ended -= value;
    }

    /// <summary>
    /// Raised when the session goes on as that of another sign-in, and so maybe of another user: one of this process, or of another that shares the store. On no
    /// particular thread, with no lock held.
    /// </summary>
    public event EventHandler? Replaced
    {
        add => _events.Replaced += value;
        remove => _events.Replaced -= value;
    }

    /// <summary>What is in memory, whatever its age.</summary>
    internal AccessToken? Held => _parts.Tokens.Find(default);

    private TimeProvider Time => _parts.Surroundings.Time;

    /// <summary>An access token that is good now, renewed first if it has to be.</summary>
    /// <exception cref="SignInRequiredException">Nobody is signed in.</exception>
    /// <exception cref="TokenUnavailableException">Not now; the session goes on.</exception>
    public async ValueTask<AccessToken> GetAsync(TokenTarget target = default, CancellationToken cancellationToken = default)
    {
        var current = _parts.Tokens.Find(target);
        var token = current?.Freshness switch
        {
            Freshness.Fresh => current,
            Freshness.Due => await RenewPatientlyAsync(target, current, cancellationToken).ConfigureAwait(false),
            _ => await RenewAsync(target, current, isRefused: false, cancellationToken).ConfigureAwait(false),
        };
        token.IsUsed = true;
        return token;
    }

    /// <summary>
    /// Another token instead of one that a resource has refused as invalid (RFC 6750 §3.1); null when it is no use: because that one was new, or because somebody
    /// has signed in meanwhile, and what was begun as one user is not repeated as another.
    /// </summary>
    /// <inheritdoc cref="GetAsync"/>
    public async ValueTask<AccessToken?> ReplaceAsync(AccessToken refused, TokenTarget target = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refused);
        if (!IsOfThisSignIn(refused))
        {
            return null;
        }

        if (_parts.Tokens.Find(target) is { } current && current.Value != refused.Value && current.SignIn == refused.SignIn && current.Freshness != Freshness.Expired)
        {
            current.IsUsed = true;
            return current;
        }

        // A resource that refuses every token would otherwise cost a renewal for each request.
        if (refused is { ReplacesRefused: true, IsYoung: true })
        {
            return null;
        }

        var token = await RenewAsync(target, refused, isRefused: true, cancellationToken).ConfigureAwait(false);
        if (token.SignIn != refused.SignIn && !_parts.Options.UseClientCredentials)
        {
            return null;
        }

        token.IsUsed = true;
        return token;
    }

    /// <summary>Whether there are tokens, of whatever age.</summary>
    public async Task<bool> IsSignedInAsync(CancellationToken cancellationToken = default)
    {
        bool isSignedIn;
        using (await _parts.Access.EnterAsync(cancellationToken).ConfigureAwait(false))
        {
            isSignedIn = await _parts.Tokens.ReadAsync(cancellationToken).ConfigureAwait(false) is not null;
        }

        _events.Look(this);
        return isSignedIn;
    }

    /// <summary>
    /// Clears the tokens here and ends the session at the server (RFC 7009). Signed out is signed out, in this process at once and whatever fails. False says that the
    /// server could not be told, so that the session there lives until it expires, or that the store could not be cleared, which is tried again.
    /// </summary>
    public async Task<bool> SignOutAsync(CancellationToken cancellationToken = default)
    {
        StoredTokens? ended;
        bool isCleared;
        using (await _parts.Access.EnterAsync(cancellationToken).ConfigureAwait(false))
        {
            // First what this process uses; the store and its lock may fail.
            var held = _parts.Tokens.Held;
            _parts.Tokens.Forget(held);
            ended = await _parts.Retries.ClearAsync(cancellationToken).ConfigureAwait(false) ?? held;
            isCleared = !_parts.Tokens.IsUnwritten;
            _end = ended is null ? _end : new SessionEnded(SessionEndReason.SignedOut);
        }

        _parts.Retries.Watch();
        _events.Look(this);
        if (ended is null)
        {
            return isCleared;
        }

        // Whoever listens may show a dialogue, for as long as the user likes.
        var telling = _parts.Revocation.RevokeAsync(ended, cancellationToken);
        _events.End(this, new SessionEnded(SessionEndReason.SignedOut));
        return await telling.ConfigureAwait(false) && isCleared;
    }

    /// <summary>Waits for a renewal under way, so that its answer is not lost.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _timers.Dispose();
            await _stopping.CancelAsync().ConfigureAwait(false);
            await _flights.LandAsync().ConfigureAwait(false);
            await _parts.Retries.DisposeAsync().ConfigureAwait(false);
            await _farewell.WaitAsync(Patience, Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => Task.Run(() => DisposeAsync().AsTask()).GetAwaiter().GetResult();

    internal async Task BeginAsync(TokenGrant grant, SigningKey? key, CancellationToken cancellationToken)
    {
        StoredTokens? former;
        using (await _parts.Access.EnterAsync(cancellationToken).ConfigureAwait(false))
        {
            await using var locked = await _parts.Access.LockAsync(cancellationToken).ConfigureAwait(false);
            (var token, former) = await _parts.Tokens.BeginAsync(grant, key).ConfigureAwait(false);
            _end = null;
            Schedule(default, token.DueIn);
        }

        _parts.Retries.Watch();
        if (former is not null)
        {
            // Nobody can use it any more. It is told the server as well as may be, and the sign-in does not wait for that.
            _farewell = Task.Run(() => _parts.Revocation.RevokeAsync(former, _stopping.Token), CancellationToken.None);
        }

        _events.Look(this);
    }

    private bool IsOfThisSignIn(AccessToken token) =>
        _parts.Options.UseClientCredentials || _parts.Tokens.Held is not { } held || held.SignIn == token.SignIn;

    /// <summary>A token that is due is still good, so nobody waits for long; yet a program that makes one request and ends sees the renewal through.</summary>
    private async Task<AccessToken> RenewPatientlyAsync(TokenTarget target, AccessToken current, CancellationToken cancellationToken)
    {
        if (!_parts.Tokens.CanRenew || _parts.Renewal.PauseLeft(target) > TimeSpan.Zero)
        {
            return current;
        }

        var patience = current.ExpiresIn < Patience ? current.ExpiresIn : Patience;
        var flight = JoinAsync(target, current, isRefused: false);
        try
        {
            var outcome = await flight.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, Time, cancellationToken).ConfigureAwait(false);
            return outcome is RenewalOutcome.Renewed renewed ? renewed.Token : outcome is RenewalOutcome.Failed ? current : Tell(outcome, current);
        }
        catch (TimeoutException)
        {
            return current;
        }
    }

    private async Task<AccessToken> RenewAsync(TokenTarget target, AccessToken? replaced, bool isRefused, CancellationToken cancellationToken)
    {
        var outcome = await JoinAsync(target, replaced, isRefused).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (isRefused && outcome is RenewalOutcome.Renewed { Token: var token } && token.Value == replaced!.Value)
        {
            // The renewal that was under way had begun before the refusal.
            outcome = await JoinAsync(target, replaced, isRefused).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return Tell(outcome, isRefused ? null : _parts.Tokens.Find(target));
    }

    /// <param name="known">A token that may still do when no new one is to be had.</param>
    private AccessToken Tell(RenewalOutcome outcome, AccessToken? known) => outcome switch
    {
        RenewalOutcome.Renewed renewed => renewed.Token,
        RenewalOutcome.Failed when known is { Freshness: not Freshness.Expired } => known,
        RenewalOutcome.Failed failed => throw new TokenUnavailableException(failed.Problem, failed.RetryAfter, failed.Exception),
        RenewalOutcome.Ended ended => throw new SignInRequiredException(ended.End),
        _ => throw new SignInRequiredException(_end),
    };

    private Task<RenewalOutcome> JoinAsync(TokenTarget target, AccessToken? replaced, bool isRefused) => _flights.JoinAsync(
        target,
        async () =>
        {
            var outcome = await _parts.Renewal.RunAsync(target, replaced, isRefused, _stopping.Token).ConfigureAwait(false);
            _parts.Retries.Watch();
            switch (outcome)
            {
                case RenewalOutcome.Renewed renewed:
                    Schedule(target, renewed.Token.DueIn);
                    break;
                case RenewalOutcome.Ended ended:
                    _end = ended.End;
                    break;
                case RenewalOutcome.Failed failed:
                    // Whoever uses the token wants it back soon; and an answer that was lost is fetched while the server still has it.
                    if (failed.IsUnsettled || replaced is { IsUsed: true })
                    {
                        Schedule(target, failed.RetryAfter, always: failed.IsUnsettled);
                    }

                    break;
            }

            return outcome;
        },
        outcome =>
        {
            _events.Look(this);
            if (outcome is RenewalOutcome.Ended ended)
            {
                _events.End(this, ended.End);
            }
        });

    private void Schedule(TokenTarget target, TimeSpan dueIn, bool always = false)
    {
        if (always || _parts.Options.RenewInBackground)
        {
            _timers.Set(target, dueIn);
        }
    }

    private void OnDue(TokenTarget target)
    {
        var token = _parts.Tokens.Find(target);
        if (_parts.Renewal.IsUnsettled || (_parts.Tokens.CanRenew && token is { IsUsed: true, Freshness: not Freshness.Fresh }))
        {
            _ = JoinAsync(target, token, isRefused: false);
        }
        else if (token is { Freshness: Freshness.Fresh })
        {
            Schedule(target, token.DueIn);
        }
    }
}
