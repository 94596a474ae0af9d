using AuthServer.Core.Grants;
using AuthServer.Core.Results;

namespace AuthServer.Core.Sessions;

/// <summary>How a deciding write on a session ended.</summary>
public abstract record SessionGrant
{
    private SessionGrant()
    {
    }

    public sealed record Granted(GrantedSession Session) : SessionGrant;

    /// <summary>The grant decided on a token that stands on what exists already.</summary>
    public sealed record NothingToWrite(GrantDecision.IssueToken Decision) : SessionGrant;

    public sealed record Refused(OAuthError Error) : SessionGrant;

    /// <summary>The client's registration has changed since it was authenticated; nothing was written.</summary>
    public sealed record ClientChanged : SessionGrant;
}
