using System.Security.Claims;

namespace AuthServer.Api.Callers;

/// <summary><c>/api/me</c>: what the caller's token says of the caller.</summary>
internal static class CallerEndpoint
{
    public static void MapCaller(this IEndpointRouteBuilder api) => api
        .MapGet("/me", Get)
        .WithTags("Caller")
        .WithSummary("The claims of the caller")
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden);

    private static Caller Get(ClaimsPrincipal user) => new(
        user.FindFirstValue("sub")!,
        user.FindFirstValue("client_id")!,
        Values(user, "scope"),
        Values(user, "roles"),
        user.FindFirstValue("name"),
        user.FindFirstValue("sid"),
        user.FindFirstValue("acr"),
        Values(user, "amr"));

    private static string[] Values(ClaimsPrincipal user, string type) => [.. user.FindAll(type).Select(claim => claim.Value)];
}
