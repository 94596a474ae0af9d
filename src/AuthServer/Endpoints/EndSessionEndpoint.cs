using AuthServer.Account;
using AuthServer.Core.Logout;
using AuthServer.Core.Results;
using AuthServer.Logout;

namespace AuthServer.Endpoints;

/// <summary>
/// The logout endpoint (OIDC RP-Initiated Logout §2), by GET and by POST. Browsers send our cookie with no form of another site, so what was posted comes
/// back here by GET, sealed.
/// </summary>
internal static class EndSessionEndpoint
{
    public static void MapEndSession(this IEndpointRouteBuilder app)
    {
        app.MapGet(Paths.EndSession, HandleAsync);
        app.MapPost(Paths.EndSession, ForwardAsync);
    }

    private static async Task<IResult> HandleAsync(HttpContext context, LogoutHandler handler, LogoutInteractions interactions, LogoutResults results)
    {
        if (!Read(context.Request, interactions).TryGet(out var parameters, out var error))
        {
            return results.Explain(error);
        }

        var signIn = await context.FindSignInAsync();
        var outcome = await handler.HandleAsync(parameters, signIn?.SignIn, context.Caller(), context.RequestAborted);
        return await results.AnswerAsync(context, outcome, parameters);
    }

    private static async Task<IResult> ForwardAsync(HttpContext context, LogoutInteractions interactions, LogoutResults results) =>
        (await ProtocolForm.ReadAsync(context.Request, context.RequestAborted)).TryGet(out var parameters, out var error)
            ? results.GoTo(interactions.At(Paths.EndSession, parameters))
            : results.Explain(error);

    private static Result<IReadOnlyDictionary<string, string>> Read(HttpRequest request, LogoutInteractions interactions)
    {
        if (request.Query[LogoutInteractions.Parameter] is not [{ } text])
        {
            return ProtocolParameters.Of(request.Query);
        }

        return interactions.Read(text) is { } parameters ? Result.Of(parameters) : LogoutInteractions.Expired;
    }
}
