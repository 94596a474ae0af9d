using AuthServer.Core.Audit;
using AuthServer.Core.Results;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Sessions;

/// <summary>
/// The table of what a presented refresh token means, cases 2 to 10 (case 1, a token that is not ours, never gets here).
/// The order is the security argument: nothing is revealed and nothing is changed before the caller has shown that it holds
/// a token which we issued to it (RFC 9700 §4.14.2).
/// </summary>
public static class PresentedTokenTable
{
    internal static readonly OAuthError Invalid = OAuthError.InvalidGrant("The refresh token is invalid.");

    private static readonly OAuthError ProofRefused =
        new(ErrorCodes.InvalidDpopProof, "The refresh token is bound to a key that this request does not prove.");

    private static readonly OAuthError TooManyRetries =
        new(ErrorCodes.TooManyRequests, "This refresh token has been presented too often.") { RetryAfter = TimeSpan.FromSeconds(5) };

    public static SessionVerdict Decide(SessionSnapshot? snapshot, RefreshPresentation presented)
    {
        // 2: no such session.
        if (snapshot is null)
        {
            return new SessionVerdict.Refuse(Invalid);
        }

        var session = snapshot.Session;
        var client = presented.Client.Registration;

        // 3: issued to another client.
        if (session.ClientId != client.Id)
        {
            return new SessionVerdict.Refuse(Invalid, AuditEventTypes.TokenOfAnotherClient);
        }

        // 4: bound to a key; the proof is missing or by another key.
        if (session.ProofKeyThumbprint is { } bound && !string.Equals(bound, presented.ProofKeyThumbprint, StringComparison.Ordinal))
        {
            return new SessionVerdict.Refuse(ProofRefused, AuditEventTypes.ProofRefused);
        }

        // Not a case of the table: what the client may do was read before it changed. One that has been disabled meanwhile is told "invalid_client".
        if (snapshot.ClientVersion != client.Version)
        {
            return new SessionVerdict.ClientChanged();
        }

        // 5: already ended, by its row or by an epoch. Never counted as theft.
        if (snapshot.Ended is { } ended)
        {
            return new SessionVerdict.Refuse(WithReason(session, presented, ended));
        }

        // 6: idle or absolute expiry passed.
        if (session.ExpiryAt(snapshot.Now) is { } expired)
        {
            return new SessionVerdict.RefuseAndEnd(WithReason(session, presented, expired), expired);
        }

        return DecideByGeneration(snapshot, presented);
    }

    private static SessionVerdict DecideByGeneration(SessionSnapshot snapshot, RefreshPresentation presented)
    {
        var (session, token, client) = (snapshot.Session, presented.Token, presented.Client.Registration);

        // 7: the current token.
        if (token.Generation == session.Generation && token.Hash == session.TokenHash)
        {
            return new SessionVerdict.Rotate();
        }

        // 8: the predecessor, while it may still be retried.
        if (token.Generation + 1L == session.Generation && token.Hash == session.PredecessorHash
            && session.InheritedStreak < client.ForeignRetryLimit
            && client.RetryWindowFor(session.ProofKeyThumbprint is not null).Admits(session.RotatedAt, snapshot.Now))
        {
            return session.Retries < client.RetryLimit ? new SessionVerdict.Retry() : new SessionVerdict.Refuse(TooManyRetries);
        }

        // 9: from a future that this database has lost (a restored backup, a failover).
        if (token.Generation > session.Generation)
        {
            return new SessionVerdict.RefuseAndEnd(WithReason(session, presented, EndReason.StateLost), EndReason.StateLost);
        }

        // 10: anything else that carries our tag.
        return new SessionVerdict.RefuseAndEnd(WithReason(session, presented, EndReason.ReuseDetected), EndReason.ReuseDetected);
    }

    /// <summary>Only the holder of the current token or its predecessor learns why.</summary>
    private static OAuthError WithReason(Session session, RefreshPresentation presented, EndReason reason) =>
        presented.Token.Hash == session.TokenHash || presented.Token.Hash == session.PredecessorHash
            ? Invalid with { Description = reason.ForClients(), Reason = reason.Public() }
            : Invalid;
}
