using AuthServer.Client.AspNetCore;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServer.Web.Demo;

/// <summary><c>/demo</c>: the page's buttons. A session is named by its id, which its own page knows; there is nothing for sessions that did not come by here.</summary>
internal static class DemoEndpoints
{
    private const int Predecessor = 1;
    private const int Older = 2;

    public static void MapDemo(this IEndpointRouteBuilder endpoints)
    {
        var demo = endpoints.MapGroup("/demo/{session}").AllowAnonymous().RequireOwnPage().AddEndpointFilter(RequireWatchedAsync);
        demo.MapPost("/journal", (string session, long after, Journal journal) => TypedResults.Ok(journal.After(after, session)));
        demo.MapPost("/drop-next", Drop);
        demo.MapPost("/steal-old", (string session, Thief thief, CancellationToken cancellationToken) => StealAsync(session, Older, thief, cancellationToken));
        demo.MapPost("/steal-predecessor", (string session, Thief thief, CancellationToken cancellationToken) => StealAsync(session, Predecessor, thief, cancellationToken));
        demo.MapPost("/revoke", RevokeAsync);
    }

    private static NoContent Drop(string session, WatchedSessions sessions)
    {
        sessions.DropNext(session);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<TheftReport>, Conflict>> StealAsync(string session, int generations, Thief thief, CancellationToken cancellationToken) =>
        await thief.PresentAsync(session, generations, cancellationToken) is { } report ? TypedResults.Ok(report) : TypedResults.Conflict();

    private static async Task<StatusCodeHttpResult> RevokeAsync(string session, Operator operators, CancellationToken cancellationToken) =>
        TypedResults.StatusCode(await operators.EndAsync(session, cancellationToken));

    private static ValueTask<object?> RequireWatchedAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        return context.GetRouteValue("session") is string session && context.RequestServices.GetRequiredService<WatchedSessions>().Knows(session)
            ? next(invocation)
            : ValueTask.FromResult<object?>(TypedResults.NotFound());
    }
}
