using AuthServer.Administration;
using AuthServer.Core.Incidents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.AdminApi.Incidents;

/// <summary>The answer to incidents: everything that meets a filter ends, in batches, by whichever node has it in hand.</summary>
internal static class IncidentEndpoints
{
    public static void MapIncidents(this RouteGroupBuilder api)
    {
        var incidents = api.MapGroup("/incidents").WithTags("Incidents");
        incidents.MapGet("", ListAsync).WithSummary("Incidents, newest first");
        incidents.MapPost("", OpenAsync).WithSummary("End every active session that meets a filter, or with dry_run tell how many that is").ProducesProblem(409).ProducesProblem(422);
        incidents.MapGet("/{id:guid}", FindAsync).WithSummary("One incident, and how far it is").ProducesProblem(404);
        incidents.MapPost("/{id:guid}/stop", StopAsync).WithSummary("Stop an incident; what has ended stays ended").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        incidents.MapPost("/{id:guid}/resume", ResumeAsync).WithSummary("Let a stopped incident go on").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<Results<Ok<Page<IncidentDocument>>, ProblemHttpResult>> ListAsync(
        [FromQuery] string? limit, IIncidentStore incidents, CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        var take = PageQuery.Limit(limit, errors);
        return errors.Any
            ? Problems.Invalid(errors)
            : TypedResults.Ok(new Page<IncidentDocument>([.. (await incidents.ListAsync(take, cancellationToken)).Select(IncidentDocument.Of)], Next: null));
    }

    private static async Task<Results<Ok<IncidentDocument>, Accepted<IncidentDocument>, ProblemHttpResult>> OpenAsync(
        IncidentBody body, HttpContext http, SessionAdministration sessions, CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        var filter = body.Filter.Read(errors, "filter.");
        if (!body.DryRun && string.IsNullOrWhiteSpace(body.Note))
        {
            errors.Add("note", "An incident needs a note, which is kept beside every session that ends.");
        }

        if (errors.Any)
        {
            return Problems.Invalid(errors);
        }

        if (body.DryRun)
        {
            var matched = await sessions.CountAsync(filter, cancellationToken);
            return TypedResults.Ok(new IncidentDocument { Filter = body.Filter, Matched = matched, Ended = 0, EndSignIns = body.EndSignIns, Note = body.Note });
        }

        var incident = await sessions.OpenIncidentAsync(filter, body.EndSignIns, http.Administrator(), body.Note!, cancellationToken);
        return TypedResults.Accepted($"{AdminApiPaths.Root}/incidents/{incident.Id}", IncidentDocument.Of(incident));
    }

    private static async Task<Results<Ok<IncidentDocument>, ProblemHttpResult>> FindAsync(Guid id, IIncidentStore incidents, CancellationToken cancellationToken) =>
        await incidents.FindAsync(new IncidentId(id), cancellationToken) is { } incident
            ? TypedResults.Ok(IncidentDocument.Of(incident))
            : Problems.NotFound("incident");

    private static async Task<Results<Ok<IncidentDocument>, ProblemHttpResult>> StopAsync(
        Guid id, HttpContext http, IncidentResponse response, IIncidentStore incidents, CancellationToken cancellationToken)
    {
        var by = http.Administrator();
        return await response.StopAsync(new IncidentId(id), by.Actor, by.Caller, cancellationToken)
            ? await FindAsync(id, incidents, cancellationToken)
            : await RefusalAsync(id, incidents, "It is not running.", cancellationToken);
    }

    private static async Task<Results<Ok<IncidentDocument>, ProblemHttpResult>> ResumeAsync(
        Guid id, HttpContext http, IncidentResponse response, IIncidentStore incidents, CancellationToken cancellationToken)
    {
        var by = http.Administrator();
        return await response.ResumeAsync(new IncidentId(id), by.Actor, by.Caller, cancellationToken)
            ? await FindAsync(id, incidents, cancellationToken)
            : await RefusalAsync(id, incidents, "It is not stopped.", cancellationToken);
    }

    private static async Task<ProblemHttpResult> RefusalAsync(Guid id, IIncidentStore incidents, string why, CancellationToken cancellationToken) =>
        await incidents.FindAsync(new IncidentId(id), cancellationToken) is null
            ? Problems.NotFound("incident")
            : Problems.Of(StatusCodes.Status409Conflict, "refused", why);
}
