using AuthServer.Core.Authorization;

namespace AuthServer.Endpoints;

/// <summary>The pushed authorization request endpoint (RFC 9126 §2).</summary>
internal static class PushedAuthorizationEndpoint
{
    public static void MapPushedAuthorization(this IEndpointRouteBuilder app) => app.MapPost(Paths.PushedAuthorization, HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, PushedAuthorizationHandler handler, RefusalLog refusals)
    {
        if (!(await ProtocolRequest.ReadAsync(context)).TryGet(out var request, out var error)
            || !(await handler.HandleAsync(request.Form, request.Credentials, request.Proof, context.RequestAborted)).TryGet(out var pushed, out error))
        {
            return refusals.Answer(Paths.PushedAuthorization, error);
        }

        return OAuthResults.Pushed(pushed.RequestUri, pushed.Lifetime);
    }
}
