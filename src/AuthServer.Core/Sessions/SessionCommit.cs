using AuthServer.Core.Clients;
using AuthServer.Core.Grants;

namespace AuthServer.Core.Sessions;

/// <summary>The one write of a token request: carries out what a grant decided.</summary>
public sealed class SessionCommit(SessionOpening opening, SessionRotation rotation, ClientDirectory clients)
{
    public async Task<SessionGrant> CommitAsync(GrantDecision decision, AuthenticatedClient client, Caller caller, CancellationToken cancellationToken)
    {
        var grant = decision switch
        {
            GrantDecision.OpenSession open => await opening.OpenAsync(open, client, caller, cancellationToken),
            GrantDecision.ContinueSession resume => await rotation.PresentAsync(resume.Presentation, cancellationToken),
            _ => throw new InvalidOperationException($"No write for {decision}."),
        };

        if (grant is SessionGrant.ClientChanged)
        {
            clients.Forget(client.Id);
        }

        return grant;
    }
}
