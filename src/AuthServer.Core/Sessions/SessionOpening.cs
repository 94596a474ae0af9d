using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Grants;
using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Sessions;

/// <summary>Opens the session of a fresh sign-in by a guarded insert: a sign-in that began before a password reset does not survive it.</summary>
public sealed class SessionOpening(ISessionStore store, ClientDirectory clients, ScopeDirectory scopes, RefreshTokenFormat format, IAuditLog audit, TimeProvider time)
{
    public async Task<SessionGrant> OpenAsync(GrantDecision.OpenSession opening, AuthenticatedClient authenticated, Caller caller, CancellationToken cancellationToken)
    {
        var client = authenticated.Registration;
        var id = SessionId.New(time.GetUtcNow());
        var token = opening.Scopes.Contains(ScopeNames.OfflineAccess) ? format.First(id) : null;
        var write = await store.CreateAsync(
            new NewSession
            {
                Id = id,
                UserId = opening.UserId,
                UserEpoch = opening.UserEpoch,
                ClientId = client.Id,
                ClientEpoch = client.Epoch,
                ClientVersion = client.Version,
                Scopes = opening.Scopes,
                Audiences = await scopes.AudiencesOfAsync(opening.Scopes, cancellationToken),
                Acr = opening.Acr,
                Amr = opening.Amr,
                TokenHash = token?.Hash,
                KeyId = token?.KeyId ?? 0,
                IdleLifetime = client.SessionIdleLifetime,
                AbsoluteLifetime = client.SessionAbsoluteLifetime,
                Caller = caller,
            },
            cancellationToken);

        return write switch
        {
            SessionWrite.Applied applied => new SessionGrant.Granted(new GrantedSession(applied.Snapshot, opening.Scopes, token)),
            SessionWrite.NotApplied when await HasChangedAsync(client, cancellationToken) => new SessionGrant.ClientChanged(),
            SessionWrite.NotApplied => await RefuseAsync(opening, client, caller),
            _ => new SessionGrant.Refused(OAuthError.Unavailable("the outcome of a sign-in is not known")),
        };
    }

    /// <summary>The password was right when it was checked, and the account has changed since: locked out by guesses beside it, for instance.</summary>
    private async Task<SessionGrant> RefuseAsync(GrantDecision.OpenSession opening, ClientRegistration client, Caller caller)
    {
        await audit.WriteAsync(new AuditEvent(AuditEventTypes.SignInFailed, Actors.Server, caller)
        {
            UserId = opening.UserId,
            ClientId = client.Id,
            Reason = "account_changed",
        });
        return new SessionGrant.Refused(PasswordGrant.WrongCredentials with { Detail = "the account changed during the sign-in" });
    }

    private async Task<bool> HasChangedAsync(ClientRegistration seen, CancellationToken cancellationToken)
    {
        clients.Forget(seen.Id);
        return await clients.FindAsync(seen.Id, cancellationToken) is not { } now || now.Version != seen.Version || now.Disabled;
    }
}
