using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Grants;

/// <summary>What a grant found proven, and the write that shall settle it.</summary>
public abstract record GrantDecision
{
    private GrantDecision()
    {
    }

    /// <summary>A user has signed in: open a session, unless the user's epoch has moved since it was read.</summary>
    public sealed record OpenSession(UserId UserId, int UserEpoch, ScopeSet Scopes, string Acr, string Amr) : GrantDecision;

    /// <summary>A refresh token of ours was presented: rotate, retry or refuse.</summary>
    public sealed record ContinueSession(RefreshPresentation Presentation) : GrantDecision;
}
