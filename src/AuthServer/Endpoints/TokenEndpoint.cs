using AuthServer.Core.Tokens;

namespace AuthServer.Endpoints;

/// <summary>The token endpoint (RFC 6749 §3.2): POST and form only.</summary>
internal static class TokenEndpoint
{
    public static void MapToken(this IEndpointRouteBuilder app) => app.MapPost(Paths.Token, HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, TokenRequestHandler handler, RefusalLog refusals)
    {
        if (!(await ProtocolRequest.ReadAsync(context)).TryGet(out var request, out var error)
            || !(await handler.HandleAsync(new TokenRequest(request.Form, request.Credentials, request.Proof, request.Caller), context.RequestAborted)).TryGet(out var response, out error))
        {
            return refusals.Answer(Paths.Token, error);
        }

        return OAuthResults.Token(response);
    }
}
