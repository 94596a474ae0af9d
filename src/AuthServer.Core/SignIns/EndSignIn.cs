using AuthServer.Core.Sessions;

namespace AuthServer.Core.SignIns;

/// <summary>The end of a browser's sign-in with all sessions under it, in one transaction.</summary>
/// <param name="Actor">Who ended it: <c>client:…</c>, <c>user:…</c>, <c>admin:…</c> or <c>server</c>.</param>
public sealed record EndSignIn(SignInId Id, EndReason Reason, string Actor, Caller Caller)
{
    /// <summary>What whoever ended it noted beside it; kept in audit.</summary>
    public string? Note { get; init; }
}
