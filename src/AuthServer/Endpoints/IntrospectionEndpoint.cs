using AuthServer.Core.Introspection;

namespace AuthServer.Endpoints;

/// <summary>The introspection endpoint (RFC 7662 §2); signed for whoever asks for a signed answer (RFC 9701 §4).</summary>
internal static class IntrospectionEndpoint
{
    public static void MapIntrospection(this IEndpointRouteBuilder app) => app.MapPost(Paths.Introspection, HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, IntrospectionHandler handler, IntrospectionSigner signer, RefusalLog refusals)
    {
        if (!(await ProtocolRequest.ReadAsync(context)).TryGet(out var request, out var error)
            || !(await handler.HandleAsync(new IntrospectionRequest(request.Form, request.Credentials), context.RequestAborted)).TryGet(out var answer, out error))
        {
            return refusals.Answer(Paths.Introspection, error);
        }

        if (!WantsSignature(context.Request))
        {
            return OAuthResults.Introspection(answer.Response);
        }

        return signer.Sign(answer.Asker, json => IntrospectionJson.Write(json, answer.Response)).TryGet(out var token, out error)
            ? OAuthResults.SignedIntrospection(token)
            : refusals.Answer(Paths.Introspection, error);
    }

    private static bool WantsSignature(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(IntrospectionSigner.MediaType, StringComparison.OrdinalIgnoreCase) && accepted.Quality is not 0);
}
