using AuthServer.Core.Clients;
using AuthServer.Core.Grants;
using AuthServer.Core.Proofs;

namespace AuthServer.Core.Sessions;

/// <summary>The one write of a token request: carries out what a grant decided.</summary>
public sealed class SessionCommit(SessionOpening opening, SessionRotation rotation, ClientDirectory clients)
{
    public async Task<SessionGrant> CommitAsync(
        GrantDecision decision, AuthenticatedClient client, KeyBinding binding, Caller caller, CancellationToken cancellationToken)
    {
        var grant = decision switch
        {
            GrantDecision.OpenSession open => await opening.OpenAsync(open, client, binding, caller, cancellationToken),
            GrantDecision.ContinueSession resume => await rotation.PresentAsync(resume.Presentation, cancellationToken),
            GrantDecision.IssueToken issue => await WithoutWriteAsync(issue, client, cancellationToken),
            _ => throw new InvalidOperationException($"No write for {decision}."),
        };

        if (grant is SessionGrant.ClientChanged)
        {
            clients.Forget(client.Id);
        }

        return grant;
    }

    /// <summary>No deciding write compares the client's version here, so it is read afresh.</summary>
    private async Task<SessionGrant> WithoutWriteAsync(GrantDecision.IssueToken issue, AuthenticatedClient client, CancellationToken cancellationToken) =>
        await clients.IsCurrentAsync(client.Registration, cancellationToken) ? new SessionGrant.NothingToWrite(issue) : new SessionGrant.ClientChanged();
}
