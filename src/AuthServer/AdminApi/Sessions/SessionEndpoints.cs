using AuthServer.AdminApi.Audit;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.AdminApi.Sessions;

/// <summary>Sessions as they are looked up.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this RouteGroupBuilder api)
    {
        var sessions = api.MapGroup("/sessions").WithTags("Sessions");
        sessions.MapGet("", ListAsync).WithSummary("Sessions, newest first");
        sessions.MapGet("/count", CountAsync).WithSummary("How many sessions meet a filter");
        sessions.MapGet("/{id:guid}", FindAsync).WithSummary("One session").ProducesProblem(404);
        sessions.MapGet("/{id:guid}/timeline", TimelineAsync).WithSummary("What happened to a session, oldest first").ProducesProblem(404);
    }

    private static async Task<Results<Ok<Page<SessionDocument>>, ProblemHttpResult>> ListAsync(
        [AsParameters] SessionQuery query, [FromQuery] string? after, [FromQuery] string? limit, ISessionDirectory sessions, CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        var filter = query.Read(errors);
        var take = PageQuery.Limit(limit, errors);
        SessionCursor? cursor = null;
        if (after is not null)
        {
            if (SessionCursor.TryParse(after, out var parsed))
            {
                cursor = parsed;
            }
            else
            {
                PageQuery.RefuseCursor(errors);
            }
        }

        if (errors.Any)
        {
            return Problems.Invalid(errors);
        }

        var page = await sessions.ListAsync(filter, cursor, take, cancellationToken);
        return TypedResults.Ok(new Page<SessionDocument>([.. page.Sessions.Select(SessionDocument.Of)], page.Next?.ToString()));
    }

    private static async Task<Results<Ok<SessionCount>, ProblemHttpResult>> CountAsync(
        [AsParameters] SessionQuery query, ISessionDirectory sessions, CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        var filter = query.Read(errors);
        return errors.Any
            ? Problems.Invalid(errors)
            : TypedResults.Ok(new SessionCount(await sessions.CountAsync(filter, most: null, cancellationToken)));
    }

    private static async Task<Results<Ok<SessionDocument>, ProblemHttpResult>> FindAsync(Guid id, ISessionDirectory sessions, CancellationToken cancellationToken) =>
        await sessions.FindAsync(new SessionId(id), cancellationToken) is { } session
            ? TypedResults.Ok(SessionDocument.Of(session))
            : Problems.NotFound("session");

    private static async Task<Results<Ok<Page<AuditDocument>>, ProblemHttpResult>> TimelineAsync(
        Guid id, [FromQuery] string? after, [FromQuery] string? limit, ISessionDirectory sessions, AuditTrail audit, CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        var take = PageQuery.Limit(limit, errors);
        var cursor = AuditTrail.Cursor(after, errors);
        return errors.Any ? Problems.Invalid(errors)
            : await sessions.FindAsync(new SessionId(id), cancellationToken) is null ? Problems.NotFound("session")
            : TypedResults.Ok(await audit.OfSessionAsync(new SessionId(id), cursor, take, cancellationToken));
    }
}
