using AuthServer.Core.Clients;
using AuthServer.Core.Grants;
using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Sessions;

/// <summary>Opens the session of a fresh sign-in by a guarded insert: a sign-in that began before a password reset does not survive it.</summary>
public sealed class SessionOpening(ISessionStore store, ClientDirectory clients, ScopeDirectory scopes, RefreshTokenFormat format, TimeProvider time)
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
            SessionWrite.NotApplied => new SessionGrant.Refused(PasswordGrant.WrongCredentials with { Detail = "the account changed during the sign-in" }),
            _ => new SessionGrant.Refused(OAuthError.Unavailable("the outcome of a sign-in is not known")),
        };
    }

    private async Task<bool> HasChangedAsync(ClientRegistration seen, CancellationToken cancellationToken)
    {
        clients.Forget(seen.Id);
        return await clients.FindAsync(seen.Id, cancellationToken) is not { } now || now.Version != seen.Version || now.Disabled;
    }
}
