using AuthServer.Core.Revocation;

namespace AuthServer.Endpoints;

/// <summary>The revocation endpoint (RFC 7009 §2).</summary>
internal static class RevocationEndpoint
{
    public static void MapRevocation(this IEndpointRouteBuilder app) => app.MapPost(Paths.Revocation, HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, RevocationHandler handler, RefusalLog refusals)
    {
        if (!(await ProtocolRequest.ReadAsync(context)).TryGet(out var request, out var error))
        {
            return refusals.Answer(Paths.Revocation, error);
        }

        var refusal = await handler.HandleAsync(new RevocationRequest(request.Form, request.Credentials, request.Caller), context.RequestAborted);
        return refusal is null ? OAuthResults.Empty() : refusals.Answer(Paths.Revocation, refusal);
    }
}
