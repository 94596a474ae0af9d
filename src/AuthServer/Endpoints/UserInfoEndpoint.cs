using AuthServer.Core.UserInfo;

namespace AuthServer.Endpoints;

/// <summary>The UserInfo endpoint (OIDC Core §5.3), by GET and by POST.</summary>
internal static class UserInfoEndpoint
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    public static void MapUserInfo(this IEndpointRouteBuilder app) => app.MapMethods(Paths.UserInfo, Methods, HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, UserInfoHandler handler, RefusalLog refusals)
    {
        if (!PresentedTokenReader.Read(context.Request).TryGet(out var presented, out var error)
            || !ProofReader.Read(context).TryGet(out var proof, out error)
            || !(await handler.HandleAsync(presented, proof, context.RequestAborted)).TryGet(out var user, out error))
        {
            return refusals.Challenge(Paths.UserInfo, error);
        }

        return OAuthResults.UserInfo(user);
    }
}
