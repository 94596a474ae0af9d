using AuthServer.Core.Clients;
using AuthServer.Core.Users;

namespace AuthServer.Core.Sessions;

/// <summary>The end of everything that a user has open at one client, as when a consent is withdrawn. Sign-ins and other clients are left alone.</summary>
/// <param name="Actor">Who ended it: <c>client:…</c>, <c>user:…</c>, <c>admin:…</c> or <c>server</c>.</param>
public sealed record EndSessionsAtClient(UserId UserId, ClientId ClientId, EndReason Reason, string Actor, Caller Caller)
{
    /// <summary>What whoever ended it noted beside it; kept in audit.</summary>
    public string? Note { get; init; }
}
