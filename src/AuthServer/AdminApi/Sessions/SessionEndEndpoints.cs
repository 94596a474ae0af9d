using AuthServer.Administration;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServer.AdminApi.Sessions;

/// <summary>Ends of sessions, one or some. When the answer comes, no token of theirs is accepted here.</summary>
internal static class SessionEndEndpoints
{
    public static void MapSessionEnds(this RouteGroupBuilder api)
    {
        var sessions = api.MapGroup("/sessions").WithTags("Sessions");
        sessions.MapPost("/{id:guid}/end", EndAsync).WithSummary("End a session").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        sessions.MapPost("/end", EndManyAsync).WithSummary("End chosen sessions").ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<Results<Ok<EndedDocument>, ProblemHttpResult>> EndAsync(
        Guid id, EndBody? body, HttpContext http, ISessionDirectory directory, SessionAdministration sessions, CancellationToken cancellationToken)
    {
        if (await directory.FindAsync(new SessionId(id), cancellationToken) is null)
        {
            return Problems.NotFound("session");
        }

        body ??= new EndBody();
        return TypedResults.Ok(new EndedDocument(await sessions.EndAsync([new SessionId(id)], body.EndSignIns, http.Administrator(), body.Note, cancellationToken)));
    }

    private static async Task<Results<Ok<EndedDocument>, ProblemHttpResult>> EndManyAsync(
        EndManyBody body, HttpContext http, SessionAdministration sessions, CancellationToken cancellationToken)
    {
        if (body.Ids.Count is 0 or > EndManyBody.MaximumIds)
        {
            return Problems.Invalid("ids", $"Name 1 to {EndManyBody.MaximumIds} sessions, or open an incident for all that meet a filter.");
        }

        SessionId[] ids = [.. body.Ids.Distinct().Select(id => new SessionId(id))];
        return TypedResults.Ok(new EndedDocument(await sessions.EndAsync(ids, body.EndSignIns, http.Administrator(), body.Note, cancellationToken)));
    }
}
