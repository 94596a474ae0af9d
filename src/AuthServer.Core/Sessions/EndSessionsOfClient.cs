using AuthServer.Core.Clients;

namespace AuthServer.Core.Sessions;

/// <summary>
/// The end of everything that users have open at one client, its unspent codes included, decided by raising the client's epoch. Sign-ins are left alone.
/// With <see cref="EndReason.ClientDisabled"/> the client is not told of it.
/// </summary>
/// <param name="Actor">Who ended it: <c>admin:…</c>, <c>operator:…</c> or <c>server</c>.</param>
public sealed record EndSessionsOfClient(ClientId ClientId, EndReason Reason, string Actor, Caller Caller)
{
    /// <summary>What whoever ended it noted beside it; kept in audit.</summary>
    public string? Note { get; init; }
}
