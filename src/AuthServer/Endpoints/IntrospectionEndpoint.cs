using AuthServer.Core.Introspection;

namespace AuthServer.Endpoints;

/// <summary>The introspection endpoint (RFC 7662 §2).</summary>
internal static class IntrospectionEndpoint
{
    public static void MapIntrospection(this IEndpointRouteBuilder app) => app.MapPost(Paths.Introspection, HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, IntrospectionHandler handler, RefusalLog refusals)
    {
        if (!(await ProtocolRequest.ReadAsync(context)).TryGet(out var request, out var error)
            || !(await handler.HandleAsync(new IntrospectionRequest(request.Form, request.Credentials), context.RequestAborted)).TryGet(out var response, out error))
        {
            return refusals.Answer(Paths.Introspection, error);
        }

        return OAuthResults.Introspection(response);
    }
}
