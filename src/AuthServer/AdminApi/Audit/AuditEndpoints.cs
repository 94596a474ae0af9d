using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.AdminApi.Audit;

/// <summary>The audit trail.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this RouteGroupBuilder api) =>
        api.MapGet("/audit", ListAsync).WithTags("Audit").WithSummary("Audit events, newest first");

    private static async Task<Results<Ok<Page<AuditDocument>>, ProblemHttpResult>> ListAsync(
        [AsParameters] AuditQuery query, [FromQuery] string? after, [FromQuery] string? limit, AuditTrail audit, CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        var filter = query.Read(errors);
        var take = PageQuery.Limit(limit, errors);
        var cursor = AuditTrail.Cursor(after, errors);
        return errors.Any ? Problems.Invalid(errors) : TypedResults.Ok(await audit.ListAsync(filter, cursor, take, cancellationToken));
    }
}
