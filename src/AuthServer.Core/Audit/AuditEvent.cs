using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Core.Audit;

/// <summary>Something that an operator will want to know of later. Carries no token, code, secret or hash.</summary>
/// <param name="Actor">Who did it: <c>client:…</c>, <c>user:…</c>, <c>admin:…</c>, <c>operator:…</c> or <c>server</c>.</param>
public sealed record AuditEvent(string Type, string Actor, Caller Caller)
{
    public const int MaximumDetailLength = 1024;

    public SessionId? SessionId { get; init; }

    public UserId? UserId { get; init; }

    public ClientId? ClientId { get; init; }

    public string? Reason { get; init; }

    /// <summary>What an administrator noted beside it, or what was done to how many; at most <see cref="MaximumDetailLength"/> characters.</summary>
    public string? Detail { get; init; }
}
