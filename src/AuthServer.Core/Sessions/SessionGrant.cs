using AuthServer.Core.Results;

namespace AuthServer.Core.Sessions;

/// <summary>How a deciding write on a session ended.</summary>
public abstract record SessionGrant
{
    private SessionGrant()
    {
    }

    public sealed record Granted(GrantedSession Session) : SessionGrant;

    public sealed record Refused(OAuthError Error) : SessionGrant;

    /// <summary>The client's registration has changed since it was authenticated; nothing was written.</summary>
    public sealed record ClientChanged : SessionGrant;
}
