using AuthServer.AdminApi.Sessions;
using AuthServer.Administration;
using AuthServer.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServer.AdminApi.Users;

/// <summary>What is done to accounts. Each answers with the account as it is then.</summary>
internal static class UserOrderEndpoints
{
    public static void MapUserOrders(this RouteGroupBuilder api)
    {
        var user = api.MapGroup("/users/{id:guid}").WithTags("Users").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        user.MapPost("/disable", DisableAsync).WithSummary("Disable an account, and end everything that is signed in");
        user.MapPost("/enable", EnableAsync).WithSummary("Enable an account");
        user.MapPost("/lock", LockAsync).WithSummary("Lock an account for a time, and end everything that is signed in");
        user.MapPost("/unlock", UnlockAsync).WithSummary("End a lock-out");
        user.MapPost("/reset-password", ResetPasswordAsync).WithSummary("Void the password, end everything that is signed in, and answer with the link to choose another");
        user.MapPost("/reset-second-factor", ResetSecondFactorAsync).WithSummary("Take second factors and passkeys away, and end everything that is signed in");
        user.MapPost("/end-sessions", EndSessionsAsync).WithSummary("End everything that is signed in");
    }

    private static async Task<Results<Ok<UserDocument>, ProblemHttpResult>> DisableAsync(
        Guid id, NoteBody? body, HttpContext http, UserAdministration users, UserLookup lookup, CancellationToken cancellationToken) =>
        await AnswerAsync(await users.DisableAsync(new UserId(id), http.Administrator(), body?.Note), lookup, cancellationToken);

    private static async Task<Results<Ok<UserDocument>, ProblemHttpResult>> EnableAsync(
        Guid id, NoteBody? body, HttpContext http, UserAdministration users, UserLookup lookup, CancellationToken cancellationToken) =>
        await AnswerAsync(await users.EnableAsync(new UserId(id), http.Administrator(), body?.Note), lookup, cancellationToken);

    private static async Task<Results<Ok<UserDocument>, ProblemHttpResult>> LockAsync(
        Guid id, LockBody? body, HttpContext http, UserAdministration users, UserLookup lookup, TimeProvider time, CancellationToken cancellationToken) =>
        body?.Until <= time.GetUtcNow()
            ? Problems.Invalid("until", "The instant is in the past. Leave it out to lock the account until it is unlocked.")
            : await AnswerAsync(await users.LockAsync(new UserId(id), body?.Until, http.Administrator(), body?.Note), lookup, cancellationToken);

    private static async Task<Results<Ok<UserDocument>, ProblemHttpResult>> UnlockAsync(
        Guid id, NoteBody? body, HttpContext http, UserAdministration users, UserLookup lookup, CancellationToken cancellationToken) =>
        await AnswerAsync(await users.UnlockAsync(new UserId(id), http.Administrator(), body?.Note), lookup, cancellationToken);

    private static async Task<Results<Ok<PasswordLinkDocument>, ProblemHttpResult>> ResetPasswordAsync(Guid id, NoteBody? body, HttpContext http, UserAdministration users) =>
        await users.ResetPasswordAsync(new UserId(id), http.Administrator(), body?.Note) switch
        {
            Outcome<PasswordLink>.Done { Value: var link } => TypedResults.Ok(new PasswordLinkDocument(link.UserId, link.Address)),
            var other => Problems.Of(other, "user"),
        };

    private static async Task<Results<Ok<UserDocument>, ProblemHttpResult>> ResetSecondFactorAsync(
        Guid id, NoteBody? body, HttpContext http, UserAdministration users, UserLookup lookup, CancellationToken cancellationToken) =>
        await AnswerAsync(await users.ResetSecondFactorAsync(new UserId(id), http.Administrator(), body?.Note), lookup, cancellationToken);

    private static async Task<Results<Ok<EndedDocument>, ProblemHttpResult>> EndSessionsAsync(
        Guid id, NoteBody? body, HttpContext http, SessionAdministration sessions, UserLookup lookup, CancellationToken cancellationToken) =>
        await lookup.FindAsync(id, cancellationToken) is null
            ? Problems.NotFound("user")
            : TypedResults.Ok(new EndedDocument(await sessions.EndAllOfUserAsync(new UserId(id), http.Administrator(), body?.Note, cancellationToken)));

    private static async Task<Results<Ok<UserDocument>, ProblemHttpResult>> AnswerAsync(Outcome<UserId> outcome, UserLookup lookup, CancellationToken cancellationToken) =>
        outcome is Outcome<UserId>.Done { Value: var id } && await lookup.FindAsync(id.Value, cancellationToken) is { } user
            ? TypedResults.Ok(user)
            : outcome is Outcome<UserId>.Done ? Problems.NotFound("user") : Problems.Of(outcome, "user");
}
