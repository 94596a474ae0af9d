using AuthServer.Core.Audit;
using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Sessions;

/// <summary>
/// Answers a presented refresh token. The common case is one conditional statement; only when that did not apply is the row read and
/// <see cref="PresentedTokenTable"/> asked what it means.
/// </summary>
public sealed partial class SessionRotation(
    ISessionStore store, RefreshTokenFormat format, SessionEnding ending, IAuditLog audit, SessionMetrics metrics, ILogger<SessionRotation> logger)
{
    // Each turn loses to another presentation of the same session that got through meanwhile; a handful covers any honest race.
    private const int MaximumTurns = 8;

    private static readonly OAuthError WiderScope = OAuthError.InvalidScope("The scope asked for exceeds the scope granted.");

    public async Task<SessionGrant> PresentAsync(RefreshPresentation presented, CancellationToken cancellationToken)
    {
        // A condition on scopes or resources does not stand in the statement, so such a request reads the row first.
        if (presented is { RequestedScopes: null, RequestedResources: null } && await RefreshAsync(presented) is { } refreshed)
        {
            return refreshed;
        }

        for (var turn = 0; turn < MaximumTurns; turn++)
        {
            var snapshot = await store.FindAsync(presented.Token.Session, cancellationToken);
            if (await ActAsync(PresentedTokenTable.Decide(snapshot, presented), snapshot, presented) is { } answer)
            {
                return answer;
            }
        }

        return Unavailable("the session changed at every turn");
    }

    /// <summary>Null when the session has moved on since <paramref name="snapshot"/> was read, so that it must be read again.</summary>
    private async Task<SessionGrant?> ActAsync(SessionVerdict verdict, SessionSnapshot? snapshot, RefreshPresentation presented)
    {
        switch (verdict)
        {
            case SessionVerdict.Rotate or SessionVerdict.Retry when Excess(presented, snapshot!.Session) is { } excess:
                metrics.Presented(SessionMetrics.Refused);
                return new SessionGrant.Refused(excess);

            case SessionVerdict.Rotate:
                return await RefreshAsync(presented);

            case SessionVerdict.Retry:
                return await RetryAsync(presented);

            case SessionVerdict.ClientChanged:
                return new SessionGrant.ClientChanged();

            case SessionVerdict.Refuse refusal:
                metrics.Presented(SessionMetrics.Refused);
                await RecordAsync(refusal, snapshot, presented);
                return new SessionGrant.Refused(refusal.Error);

            case SessionVerdict.RefuseAndEnd refusal:
                return await EndAsync(refusal, snapshot!.Session, presented) ? new SessionGrant.Refused(refusal.Error) : null;

            default:
                throw new InvalidOperationException($"No answer to {verdict}.");
        }
    }

    private Task<SessionGrant?> RefreshAsync(RefreshPresentation presented) =>
        presented.Client.Registration.KeepsRefreshTokens ? KeepAsync(presented) : RotateAsync(presented);

    /// <summary>The presented token is the answer once more. A lost connection costs nothing: the token is as good as before.</summary>
    private async Task<SessionGrant?> KeepAsync(RefreshPresentation presented)
    {
        var (token, client) = (presented.Token, presented.Client.Registration);
        var write = await store.KeepAsync(new KeepSession
        {
            Id = token.Session,
            Generation = token.Generation,
            PresentedHash = token.Hash,
            ClientId = client.Id,
            ClientVersion = client.Version,
            ProofKeyThumbprint = presented.ProofKeyThumbprint,
            IdleLifetime = client.SessionIdleLifetime,
            Caller = presented.Caller,
        });

        return write switch
        {
            SessionWrite.Applied applied => Answer(applied.Snapshot, token, presented, SessionMetrics.Kept),
            SessionWrite.Unknown => Unavailable("the outcome of a refresh is not known"),
            _ => null,
        };
    }

    private async Task<SessionGrant?> RotateAsync(RefreshPresentation presented)
    {
        var (token, client) = (presented.Token, presented.Client.Registration);
        var (salt, keyId) = (RefreshTokenFormat.NewSalt(), format.CurrentKeyId);
        if (token.Generation == uint.MaxValue || format.Successor(token, salt, keyId) is not { } successor)
        {
            return null;
        }

        var write = await store.RotateAsync(new RotateSession
        {
            Id = token.Session,
            Generation = token.Generation,
            PresentedHash = token.Hash,
            SuccessorHash = successor.Hash,
            Salt = salt,
            KeyId = keyId,
            ClientId = client.Id,
            ClientVersion = client.Version,
            ProofKeyThumbprint = presented.ProofKeyThumbprint,
            IdleLifetime = client.SessionIdleLifetime,
            Caller = presented.Caller,
        });

        return write switch
        {
            SessionWrite.Applied applied => Answer(applied.Snapshot, presented, SessionMetrics.Rotated),
            SessionWrite.Unknown unknown => await ResolveAsync(unknown, salt, presented),
            _ => null,
        };
    }

    /// <summary>After a lost connection the row's salt is the receipt: ours there means that our rotation was applied.</summary>
    private async Task<SessionGrant> ResolveAsync(SessionWrite.Unknown unknown, byte[] salt, RefreshPresentation presented)
    {
        LogOutcomeUnknown(logger, unknown.Cause, presented.Token.Session);
        var snapshot = await store.FindAsync(presented.Token.Session, CancellationToken.None);
        return snapshot is not null && snapshot.Session.Salt.AsSpan().SequenceEqual(salt) && snapshot.IsLive
            ? Answer(snapshot, presented, SessionMetrics.Rotated)
            : Unavailable("the outcome of a rotation is not known");
    }

    private async Task<SessionGrant?> RetryAsync(RefreshPresentation presented)
    {
        var (token, client) = (presented.Token, presented.Client.Registration);
        var write = await store.RetryAsync(new RetrySession
        {
            Id = token.Session,
            Generation = token.Generation,
            PresentedHash = token.Hash,
            ClientId = client.Id,
            ClientVersion = client.Version,
            ProofKeyThumbprint = presented.ProofKeyThumbprint,
            Window = client.RetryWindowFor(keyBound: false),
            BoundWindow = client.RetryWindowFor(keyBound: true),
            RetryLimit = client.RetryLimit,
            ForeignRetryLimit = client.ForeignRetryLimit,
            Caller = presented.Caller,
        });

        return write switch
        {
            SessionWrite.Applied applied => Answer(applied.Snapshot, presented, SessionMetrics.Retried),
            SessionWrite.Unknown => Unavailable("the outcome of a retry is not known"),
            _ => null,
        };
    }

    /// <summary>The successor is always built from the salt and key that the statement returned, and must be what the row holds.</summary>
    private SessionGrant Answer(SessionSnapshot snapshot, RefreshPresentation presented, string verdict)
    {
        var session = snapshot.Session;
        if (format.Successor(presented.Token, session.Salt, session.KeyId) is not { } successor)
        {
            return Unavailable("this node does not have the key of the session's row yet");
        }

        if (successor.Hash != session.TokenHash)
        {
            throw new InvalidOperationException($"The successor of session {session.Id}, generation {session.Generation}, is not the token of its row.");
        }

        return Answer(snapshot, successor, presented, verdict);
    }

    private SessionGrant.Granted Answer(SessionSnapshot snapshot, RefreshToken token, RefreshPresentation presented, string verdict)
    {
        metrics.Presented(verdict);
        return new SessionGrant.Granted(new GrantedSession(snapshot, presented.RequestedScopes ?? snapshot.Session.Scopes, token)
        {
            Resources = presented.RequestedResources,
            WantsIdToken = presented.Client.Registration.Metadata.IdTokenOnRefresh,
        });
    }

    private SessionGrant.Refused Unavailable(string detail)
    {
        metrics.Presented(SessionMetrics.Unavailable);
        return new SessionGrant.Refused(OAuthError.Unavailable(detail));
    }

    /// <summary>A refresh may narrow, never widen (RFC 6749 §6, RFC 8707 §2.2).</summary>
    private static OAuthError? Excess(RefreshPresentation presented, Session session) =>
        presented.RequestedScopes is { } scopes && !scopes.IsSubsetOf(session.Scopes) ? WiderScope
        : presented.RequestedResources is { } resources && !resources.IsSubsetOf(session.Audiences) ? ResourceIndicators.Unknown
        : null;

    private async Task<bool> EndAsync(SessionVerdict.RefuseAndEnd refusal, Session session, RefreshPresentation presented)
    {
        var distance = (long)session.Generation - presented.Token.Generation;
        var ended = await ending.EndAsync(new EndSession(session.Id, refusal.Reason, Actors.Server, presented.Caller)
        {
            OnlyIfExpired = refusal.Reason is EndReason.IdleExpired or EndReason.AbsoluteExpired,
            GenerationDistance = distance,
        });
        if (ended)
        {
            metrics.Presented(refusal.Reason.Exact());
        }

        if (ended && refusal.Reason == EndReason.ReuseDetected)
        {
            LogReuse(logger, session.Id, session.ClientId, distance);
        }

        return ended;
    }

    private async Task RecordAsync(SessionVerdict.Refuse refusal, SessionSnapshot? snapshot, RefreshPresentation presented)
    {
        if (refusal.AuditEvent is { } type)
        {
            await audit.WriteAsync(new AuditEvent(type, Actors.Client(presented.Client.Id), presented.Caller)
            {
                SessionId = presented.Token.Session,
                UserId = snapshot?.Session.UserId,
                ClientId = snapshot?.Session.ClientId,
            });
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "A refresh token of session {Session} of client {ClientId} was presented again, {Distance} generations late; the session has ended")]
    private static partial void LogReuse(ILogger logger, SessionId session, Clients.ClientId clientId, long distance);

    [LoggerMessage(2002, LogLevel.Warning, "The outcome of a rotation of session {Session} is not known; reading its receipt")]
    private static partial void LogOutcomeUnknown(ILogger logger, Exception cause, SessionId session);
}
