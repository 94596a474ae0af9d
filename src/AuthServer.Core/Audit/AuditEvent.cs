using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Core.Audit;

/// <summary>Something that an operator will want to know of later. Carries no token, code, secret or hash.</summary>
/// <param name="Actor">Who did it: <c>client:…</c>, <c>user:…</c>, <c>admin:…</c> or <c>server</c>.</param>
public sealed record AuditEvent(string Type, string Actor, Caller Caller)
{
    public SessionId? SessionId { get; init; }

    public UserId? UserId { get; init; }

    public ClientId? ClientId { get; init; }

    public string? Reason { get; init; }
}
