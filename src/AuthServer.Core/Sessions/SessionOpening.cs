using AuthServer.Core.Artefacts;
using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Grants;
using AuthServer.Core.Proofs;
using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using AuthServer.Core.SignIns;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Sessions;

/// <summary>Opens the session of a fresh sign-in by a guarded insert: a sign-in that began before a password reset does not survive it.</summary>
public sealed class SessionOpening(
    ISessionStore store,
    ClientDirectory clients,
    ScopeDirectory scopes,
    RefreshTokenFormat format,
    SpentCodes spentCodes,
    IAuditLog audit,
    SessionMetrics metrics,
    SignInMetrics signIns,
    TimeProvider time)
{
    private const string AccountChanged = "account_changed";

    public async Task<SessionGrant> OpenAsync(
        GrantDecision.OpenSession opening, AuthenticatedClient authenticated, KeyBinding binding, Caller caller, CancellationToken cancellationToken)
    {
        var client = authenticated.Registration;
        var id = SessionId.New(time.GetUtcNow());
        var audiences = await scopes.AudiencesOfAsync(opening.Scopes, cancellationToken);
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
                Audiences = opening.Resources is { } resources ? audiences.Intersect(resources) : audiences,
                AuthenticatedAt = opening.AuthenticatedAt,
                SignInId = opening.SignInId,
                Spends = opening.Spends,
                NeedsConsent = opening.Spends is not null && client.Metadata.RequireConsent,
                Acr = opening.Acr,
                Amr = opening.Amr,
                TokenHash = token?.Hash,
                KeyId = token?.KeyId ?? 0,
                IdleLifetime = client.SessionIdleLifetime,
                AbsoluteLifetime = client.SessionAbsoluteLifetime,

                // RFC 9449 §5: a confidential client's refresh tokens are bound to it by its own credentials.
                ProofKeyThumbprint = client.Type == ClientType.Public ? binding.JwkThumbprint : null,
                Caller = caller,
            },
            cancellationToken);

        return write switch
        {
            SessionWrite.Applied applied => Grant(applied.Snapshot, opening, token),
            SessionWrite.NotApplied when !await clients.IsCurrentAsync(client, cancellationToken) => new SessionGrant.ClientChanged(),
            SessionWrite.NotApplied => await RefuseAsync(opening, client, caller),
            _ => new SessionGrant.Refused(OAuthError.Unavailable("the outcome of a sign-in is not known")),
        };
    }

    private SessionGrant.Granted Grant(SessionSnapshot snapshot, GrantDecision.OpenSession opening, RefreshToken? token)
    {
        metrics.Created();
        if (opening.Spends is null)
        {
            // Whoever brings a code signed in where it was given out.
            signIns.Succeeded();
        }

        return new SessionGrant.Granted(new GrantedSession(snapshot, opening.Scopes, token)
        {
            Resources = opening.RequestedResources,
            WantsIdToken = true,
            Nonce = opening.Nonce,
        });
    }

    /// <summary>
    /// What was seen when the user showed who it is has changed since: the account was locked out by guesses beside it, for instance,
    /// or the code was spent by another request, which is a replay.
    /// </summary>
    private async Task<SessionGrant> RefuseAsync(GrantDecision.OpenSession opening, ClientRegistration client, Caller caller)
    {
        if (opening.Spends is { } code && await spentCodes.EndSessionOfAsync(code, client.Id, caller))
        {
            return new SessionGrant.Refused(opening.WhenRefused with { Detail = "the code was spent by another request at the same time" });
        }

        signIns.Failed(AccountChanged);
        await audit.WriteAsync(new AuditEvent(AuditEventTypes.SignInFailed, Actors.Server, caller)
        {
            UserId = opening.UserId,
            ClientId = client.Id,
            Reason = AccountChanged,
        });
        return new SessionGrant.Refused(opening.WhenRefused with { Detail = "the account changed during the sign-in" });
    }
}
