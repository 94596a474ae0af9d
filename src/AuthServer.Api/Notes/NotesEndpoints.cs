using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServer.Api.Notes;

/// <summary>
/// <c>/api/notes</c>: a caller's notes, owned by the <c>sub</c> of the token. Another's note answers as one that does not exist,
/// so that ids tell nothing.
/// </summary>
internal static class NotesEndpoints
{
    private const string GetRoute = "GetNote";

    public static void MapNotes(this IEndpointRouteBuilder api)
    {
        var notes = api.MapGroup("/notes")
            .WithTags("Notes")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);

        notes.MapGet("/", List).WithSummary("All notes of the caller, oldest first");
        notes.MapGet("/{id:guid}", Get).WithName(GetRoute).WithSummary("One note");
        notes.MapPost("/", Create).WithSummary("Writes a note").ProducesProblem(StatusCodes.Status409Conflict);
        notes.MapPut("/{id:guid}", Replace).WithSummary("Rewrites a note");
        notes.MapDelete("/{id:guid}", Delete).WithSummary("Deletes a note");
    }

    private static Ok<IReadOnlyList<Note>> List(ClaimsPrincipal user, NoteStore store) => TypedResults.Ok(store.List(Owner(user)));

    private static Results<Ok<Note>, NotFound> Get(Guid id, ClaimsPrincipal user, NoteStore store) =>
        store.Find(Owner(user), id) is { } note ? TypedResults.Ok(note) : TypedResults.NotFound();

    private static Results<CreatedAtRoute<Note>, ProblemHttpResult> Create(NoteContent content, ClaimsPrincipal user, NoteStore store) =>
        store.Add(Owner(user), content) switch
        {
            NoteAddition.Added added => TypedResults.CreatedAtRoute(added.Note, GetRoute, new { id = added.Note.Id }),
            NoteAddition.OwnerIsFull => TypedResults.Problem(
                $"An owner may have {NoteStore.NotesPerOwner} notes; delete one first.", statusCode: StatusCodes.Status409Conflict),
            _ => TypedResults.Problem("The store is full.", statusCode: StatusCodes.Status503ServiceUnavailable),
        };

    private static Results<Ok<Note>, NotFound> Replace(Guid id, NoteContent content, ClaimsPrincipal user, NoteStore store) =>
        store.Replace(Owner(user), id, content) is { } note ? TypedResults.Ok(note) : TypedResults.NotFound();

    private static Results<NoContent, NotFound> Delete(Guid id, ClaimsPrincipal user, NoteStore store) =>
        store.Remove(Owner(user), id) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static string Owner(ClaimsPrincipal user) => user.FindFirstValue("sub")!;
}
