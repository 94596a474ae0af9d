using AuthServer.Core.Revocation;

namespace AuthServer.Endpoints;

/// <summary>
/// The revocation feed: a form with client authentication like introspection, answered when there is news or the wait is over. What it answers, and how an API
/// uses it, is laid down in docs/validation.md.
/// </summary>
internal static class RevocationFeedEndpoint
{
    public static void MapRevocationFeed(this IEndpointRouteBuilder app) => app.MapPost(Paths.RevocationFeed, HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, RevocationFeedHandler handler, RefusalLog refusals) =>
        (await ProtocolRequest.ReadAsync(context)).TryGet(out var request, out var error)
        && (await handler.HandleAsync(new RevocationPollRequest(request.Form, request.Credentials), context.RequestAborted)).TryGet(out var page, out error)
            ? OAuthResults.Revocations(page)
            : refusals.Answer(Paths.RevocationFeed, error);
}
