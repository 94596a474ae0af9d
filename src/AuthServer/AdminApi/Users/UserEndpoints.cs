using AuthServer.Administration;
using AuthServer.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.AdminApi.Users;

/// <summary>Accounts: looked up, made and deleted. What else is done to them stands in <see cref="UserOrderEndpoints"/>.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this RouteGroupBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Users");
        users.MapGet("", ListAsync).WithSummary("Accounts, by user name; search is what the name or the address begins with");
        users.MapPost("", CreateAsync).WithSummary("Make an account; the answer has the link at which its user chooses a password").ProducesProblem(409).ProducesProblem(422);
        users.MapGet("/{id:guid}", FindAsync).WithSummary("One account").ProducesProblem(404);
        users.MapDelete("/{id:guid}", DeleteAsync).WithSummary("Delete an account for ever, and end everything that is signed in").ProducesProblem(404).ProducesProblem(409);
        users.MapPut("/{id:guid}/roles/{role}", AddRoleAsync).WithSummary("Give a user a role").ProducesProblem(404).ProducesProblem(409);
        users.MapDelete("/{id:guid}/roles/{role}", RemoveRoleAsync).WithSummary("Take a role away; tokens that still name it are refused").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Results<Ok<Page<UserDocument>>, ProblemHttpResult>> ListAsync(
        [FromQuery] string? search, [FromQuery] string? after, [FromQuery] string? limit, UserLookup users, CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        var take = PageQuery.Limit(limit, errors);
        foreach (var (member, value) in new[] { ("search", search), ("after", after) })
        {
            if (value is not null)
            {
                Sessions.SessionQuery.Present(value, member, errors);
            }
        }

        return errors.Any ? Problems.Invalid(errors) : TypedResults.Ok(await users.ListAsync(search, after, take, cancellationToken));
    }

    private static async Task<Results<Ok<UserDocument>, ProblemHttpResult>> FindAsync(Guid id, UserLookup users, CancellationToken cancellationToken) =>
        await users.FindAsync(id, cancellationToken) is { } user ? TypedResults.Ok(user) : Problems.NotFound("user");

    private static async Task<Results<Created<PasswordLinkDocument>, ProblemHttpResult>> CreateAsync(UserBody body, HttpContext http, UserAdministration users)
    {
        var made = new NewUser { UserName = body.UserName, Email = body.Email, Roles = body.Roles };
        return await users.CreateAsync(made, http.Administrator(), body.Note) switch
        {
            Outcome<PasswordLink>.Done { Value: var link } => TypedResults.Created($"{AdminApiPaths.Root}/users/{link.UserId}", new PasswordLinkDocument(link.UserId, link.Address)),
            var other => Problems.Of(other, "user"),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Guid id, [FromQuery] string? note, HttpContext http, UserAdministration users) =>
        Answer(await users.DeleteAsync(new UserId(id), http.Administrator(), note));

    private static async Task<Results<NoContent, ProblemHttpResult>> AddRoleAsync(Guid id, string role, [FromQuery] string? note, HttpContext http, UserAdministration users) =>
        Answer(await users.AddRoleAsync(new UserId(id), role, http.Administrator(), note));

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveRoleAsync(Guid id, string role, [FromQuery] string? note, HttpContext http, UserAdministration users) =>
        Answer(await users.RemoveRoleAsync(new UserId(id), role, http.Administrator(), note));

    private static Results<NoContent, ProblemHttpResult> Answer(Outcome<UserId> outcome) =>
        outcome is Outcome<UserId>.Done ? TypedResults.NoContent() : Problems.Of(outcome, "user");
}
