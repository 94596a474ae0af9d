using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;

namespace AuthServer.Core.Artefacts;

/// <summary>A code that is presented after it was spent has leaked: the session that came of it ends (RFC 6749 §4.1.2, RFC 9700 §2.1.1).</summary>
public sealed class SpentCodes(IArtefactStore artefacts, SessionEnding ending)
{
    /// <summary>False when the code is not a spent one of this client; then nothing was changed.</summary>
    public async Task<bool> EndSessionOfAsync(ArtefactKey code, ClientId client, Caller caller)
    {
        if (await artefacts.FindAsync(code, CancellationToken.None) is not { SpentAt: not null, SessionId: { } session } spent || spent.ClientId != client)
        {
            return false;
        }

        await ending.EndAsync(new EndSession(session, EndReason.CodeReused, Actors.Server, caller) { OnlyOfClient = client });
        return true;
    }
}
