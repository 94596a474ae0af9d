using AuthServer.AdminApi.Sessions;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.AdminApi.Audit;

/// <summary>Which events are meant: those that meet every member that is set.</summary>
public sealed record AuditQuery
{
    /// <summary>Such as session.ended.</summary>
    [FromQuery(Name = "type")]
    public string? Type { get; init; }

    /// <summary>Who did it, such as admin:01939c0f-9f9a-7cc3-8a6e-2f4a1f0e6a11.</summary>
    [FromQuery(Name = "actor")]
    public string? Actor { get; init; }

    [FromQuery(Name = "session_id")]
    public string? SessionId { get; init; }

    [FromQuery(Name = "user_id")]
    public string? UserId { get; init; }

    [FromQuery(Name = "client_id")]
    public string? ClientId { get; init; }

    /// <summary>At this instant (ISO 8601, UTC) or later.</summary>
    [FromQuery(Name = "from")]
    public string? From { get; init; }

    /// <summary>Before this instant.</summary>
    [FromQuery(Name = "before")]
    public string? Before { get; init; }

    internal AuditFilter Read(MemberErrors errors) => new()
    {
        Type = Type is null ? null : SessionQuery.Present(Type, "type", errors),
        Actor = Actor is null ? null : SessionQuery.Present(Actor, "actor", errors),
        SessionId = SessionQuery.Id(SessionId, "session_id", errors),
        UserId = SessionQuery.Id(UserId, "user_id", errors),
        ClientId = ClientId is null ? null : SessionQuery.Present(ClientId, "client_id", errors),
        From = SessionQuery.Instant(From, "from", errors),
        Before = SessionQuery.Instant(Before, "before", errors),
    };
}
