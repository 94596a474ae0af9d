using AuthServer.Core.Clients;

namespace AuthServer.Core.Sessions;

/// <summary>One session's end, with all of its effects: the row, the revocation feed and the audit event, in one transaction.</summary>
/// <param name="Actor">Who ended it: <c>client:…</c>, <c>user:…</c>, <c>admin:…</c> or <c>server</c>.</param>
public sealed record EndSession(SessionId Id, EndReason Reason, string Actor, Caller Caller)
{
    /// <summary>When set, a session of another client is left alone.</summary>
    public ClientId? OnlyOfClient { get; init; }

    /// <summary>When true, a session that has not passed its idle or absolute expiry is left alone.</summary>
    public bool OnlyIfExpired { get; init; }

    /// <summary>What whoever ended it noted beside it; kept in audit.</summary>
    public string? Note { get; init; }

    /// <summary>How many generations behind the session the presented token was; kept in audit.</summary>
    public long? GenerationDistance { get; init; }
}
