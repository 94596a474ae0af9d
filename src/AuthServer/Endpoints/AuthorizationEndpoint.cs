using AuthServer.Account;
using AuthServer.Authorization;
using AuthServer.Core.Authorization;
using AuthServer.Core.Results;

namespace AuthServer.Endpoints;

/// <summary>
/// The authorization endpoint (RFC 6749 §3.1), by GET and by POST (OIDC Core §3.1.2.1). Every page of the interaction comes back here.
/// </summary>
internal static class AuthorizationEndpoint
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    public static void MapAuthorization(this IEndpointRouteBuilder app) => app.MapMethods(Paths.Authorization, Methods, HandleAsync);

    private static async Task<IResult> HandleAsync(
        HttpContext context, AuthorizationHandler handler, InteractionProtector interactions, AuthorizationResults results, RefusalLog refusals)
    {
        if (!(await ReadAsync(context.Request, interactions)).TryGet(out var arrival, out var error))
        {
            return refusals.Explain(Paths.Authorization, error);
        }

        if (HttpMethods.IsPost(context.Request.Method) && arrival is AuthorizationArrival.FromClient posted)
        {
            // A form of another site comes without the sign-in's cookie (SameSite=Lax); the GET that follows has it, and is what is judged.
            return results.Ask(Paths.Authorization, new AuthorizationInteraction { Parameters = posted.Parameters, IsFresh = true });
        }

        var signIn = await context.FindSignInAsync();
        return await handler.HandleAsync(arrival, signIn?.Snapshot, context.RequestAborted) switch
        {
            AuthorizationOutcome.ShowError outcome => refusals.Explain(Paths.Authorization, outcome.Refusal.Error),
            AuthorizationOutcome.RedirectError outcome => results.Refused(outcome.Refusal),
            AuthorizationOutcome.SignIn outcome => results.AskToSignIn(outcome),
            AuthorizationOutcome.SelectAccount outcome => results.Ask(AuthorizationPaths.SelectAccount, outcome.Interaction),
            AuthorizationOutcome.Consent outcome => results.Ask(AuthorizationPaths.Consent, outcome.Interaction),
            AuthorizationOutcome.Issue outcome => results.Issued(outcome),
            _ => throw new InvalidOperationException("An outcome without an answer."),
        };
    }

    private static async Task<Result<AuthorizationArrival>> ReadAsync(HttpRequest request, InteractionProtector interactions)
    {
        if (request.Query[AuthorizationPaths.Interaction] is [{ } text])
        {
            return interactions.Read(text) switch
            {
                null => InteractionProtector.Expired,
                { IsFresh: true } interaction => new AuthorizationArrival.FromClient(interaction.Parameters),
                var interaction => new AuthorizationArrival.FromPage(interaction),
            };
        }

        var parameters = HttpMethods.IsPost(request.Method)
            ? await ProtocolForm.ReadAsync(request, request.HttpContext.RequestAborted)
            : ProtocolParameters.Of(request.Query);
        return parameters.TryGet(out var values, out var error) ? new AuthorizationArrival.FromClient(values) : error;
    }
}
