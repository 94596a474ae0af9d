using AuthServer.Administration;
using AuthServer.Configuration;
using AuthServer.EntityFrameworkCore;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.AdminApi.Scopes;

/// <summary>Scopes. Their names may hold a slash: send it as %2F.</summary>
internal static class ScopeEndpoints
{
    public static void MapScopes(this RouteGroupBuilder api)
    {
        var scopes = api.MapGroup("/scopes").WithTags("Scopes");
        scopes.MapGet("", ListAsync).WithSummary("All scopes, by name");
        scopes.MapGet("/{name}", FindAsync).WithSummary("One scope").ProducesProblem(404);
        scopes.MapPut("/{name}", SaveAsync).WithSummary("Add a scope, or change it").ProducesProblem(409);
        scopes.MapDelete("/{name}", DeleteAsync).WithSummary("Delete a scope; clients are granted it no longer").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Ok<Page<ScopeDocument>>> ListAsync(AuthDbContext context, CancellationToken cancellationToken)
    {
        var rows = await context.Scopes.AsNoTracking().OrderBy(row => row.Name).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Page<ScopeDocument>([.. rows.Select(ScopeDocument.Of)], Next: null));
    }

    private static async Task<Results<Ok<ScopeDocument>, ProblemHttpResult>> FindAsync(
        [FromRoute(Name = "name")] string _, HttpContext http, AuthDbContext context, CancellationToken cancellationToken)
    {
        var name = http.Name(1);
        return await context.Scopes.AsNoTracking().SingleOrDefaultAsync(row => row.Name == name, cancellationToken) is { } row
            ? TypedResults.Ok(ScopeDocument.Of(row))
            : Problems.NotFound("scope");
    }

    private static async Task<Results<Ok<ScopeDocument>, ProblemHttpResult>> SaveAsync(
        [FromRoute(Name = "name")] string _, ScopeBody body, HttpContext http, ScopeAdministration scopes, CancellationToken cancellationToken)
    {
        var declared = new ScopeDeclaration { Name = http.Name(1), DisplayName = body.DisplayName };
        foreach (var resource in body.Resources)
        {
            declared.Resources.Add(resource);
        }

        return await scopes.SaveAsync(declared, http.Administrator(), body.Note, cancellationToken) switch
        {
            Outcome<string>.Done { Value: var name } => TypedResults.Ok(new ScopeDocument(name, declared.DisplayName.Trim(), [.. declared.Resources], ManagedByConfiguration: false)),
            var other => Problems.Of(other, "scope"),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        [FromRoute(Name = "name")] string _, [FromQuery] string? note, HttpContext http, ScopeAdministration scopes, CancellationToken cancellationToken) =>
        await scopes.DeleteAsync(http.Name(1), http.Administrator(), note, cancellationToken) switch
        {
            Outcome<string>.Done => TypedResults.NoContent(),
            var other => Problems.Of(other, "scope"),
        };
}
