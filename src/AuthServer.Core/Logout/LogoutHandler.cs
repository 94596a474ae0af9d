using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;

namespace AuthServer.Core.Logout;

/// <summary>
/// The way of every logout request. An ID token says which session is meant and proves nothing about who sends the browser here, so a request signs out at
/// once only where the token is of a session under this very browser's sign-in; whatever else it would end, the person is asked about first
/// (OIDC RP-Initiated Logout §2, §6).
/// </summary>
public sealed class LogoutHandler(LogoutRequestReader reader, ISessionStore sessions, SessionEnding ending)
{
    /// <param name="signIn">The browser's sign-in, read from the store for this request, or null when it has none that is live.</param>
    public async Task<LogoutOutcome> HandleAsync(
        IReadOnlyDictionary<string, string> parameters, SignIn? signIn, Caller caller, CancellationToken cancellationToken)
    {
        if (!(await reader.ReadAsync(parameters, cancellationToken)).TryGet(out var request, out var error))
        {
            return new LogoutOutcome.Refused(error);
        }

        var hinted = await FindHintedAsync(request, cancellationToken);
        if (signIn is null)
        {
            return hinted is { IsLive: true } ? new LogoutOutcome.Ask(request) : new LogoutOutcome.SignedOut(request.ReturnTo);
        }

        if (hinted?.Session.SignInId != signIn.Id)
        {
            return new LogoutOutcome.Ask(request);
        }

        await EndAsync(signIn, caller);
        return new LogoutOutcome.SignedOut(request.ReturnTo);
    }

    /// <summary>The same request once the person has said yes.</summary>
    /// <inheritdoc cref="HandleAsync"/>
    public async Task<LogoutOutcome> ConfirmAsync(
        IReadOnlyDictionary<string, string> parameters, SignIn? signIn, Caller caller, CancellationToken cancellationToken)
    {
        if (!(await reader.ReadAsync(parameters, cancellationToken)).TryGet(out var request, out var error))
        {
            return new LogoutOutcome.Refused(error);
        }

        var hinted = await FindHintedAsync(request, cancellationToken);
        if (signIn is not null)
        {
            await EndAsync(signIn, caller);
        }

        // Who is signed in here answers for that user alone.
        if (hinted is not null && (signIn is null || hinted.Session.UserId == signIn.UserId) && !StaysAtLogout(hinted.Session, request))
        {
            var actor = signIn is null ? Actors.Client(hinted.Session.ClientId) : Actors.User(signIn.UserId);
            await ending.EndAsync(new EndSession(hinted.Session.Id, EndReason.SignedOut, actor, caller));
        }

        return new LogoutOutcome.SignedOut(request.ReturnTo);
    }

    private static bool StaysAtLogout(Session session, LogoutRequest request) =>
        session.TokenHash is not null && request.Client?.Metadata.KeepOfflineSessionsAtLogout == true;

    private Task<bool> EndAsync(SignIn signIn, Caller caller) =>
        ending.EndSignInAsync(new EndSignIn(signIn.Id, EndReason.SignedOut, Actors.User(signIn.UserId), caller));

    /// <summary>
    /// The session that the hint names. One that has ended still tells whose browser this is: a client that revokes its token just before it signs out is no stranger.
    /// </summary>
    private async Task<SessionSnapshot?> FindHintedAsync(LogoutRequest request, CancellationToken cancellationToken) =>
        SessionId.TryParse(request.Hint.SessionId, out var id) ? await sessions.FindAsync(id, cancellationToken) : null;
}
