using System.Globalization;
using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Authorization;

/// <summary>Reads the parameters of an authorization request: the same checks whether it was pushed or comes by a browser.</summary>
public sealed class AuthorizationRequestReader(ScopeDirectory scopes, IdTokenReader idTokens)
{
    private static readonly OAuthError UnregisteredRedirect = OAuthError.InvalidRequest("The redirect_uri is not registered for the client.");

    /// <summary>The request, or why it is refused; <paramref name="client"/> is not disabled.</summary>
    public async ValueTask<AuthorizationReading> ReadAsync(ClientRegistration client, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var draft = new AuthorizationDraft(client, parameters);
        if (draft.FindReturnAddress() is not { } returnTo)
        {
            return new AuthorizationReading.Refused(new AuthorizationError(UnregisteredRedirect, ReturnTo: null));
        }

        if (AuthorizationChecks.Refusal(draft) is { } refusal)
        {
            return new AuthorizationReading.Refused(new AuthorizationError(refusal, returnTo));
        }

        if (!ScopePolicy.Requested(client, draft[Parameters.Scope]).TryGet(out var requested, out var error)
            || !ResourceIndicators.Within(parameters, await scopes.AudiencesOfAsync(requested, cancellationToken)).TryGet(out var resources, out error)
            || !idTokens.ReadHint(draft[Parameters.IdTokenHint]).TryGet(out var hint, out error))
        {
            return new AuthorizationReading.Refused(new AuthorizationError(error, returnTo));
        }

        return new AuthorizationReading.Read(new AuthorizationRequest
        {
            Client = client,
            ReturnTo = returnTo,
            RedirectUri = draft[Parameters.RedirectUri],
            Scopes = requested,
            Resources = resources.Names,
            CodeChallenge = draft[Parameters.CodeChallenge]!,
            Nonce = draft[Parameters.Nonce],
            Prompts = draft.Prompts,
            MaximumAge = MaximumAge(draft),
            AcrValues = draft[Parameters.AcrValues]?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
            LoginHint = draft[Parameters.LoginHint],
            UiLocales = draft[Parameters.UiLocales],
            HintedSubject = hint.Subject,
            ProofKeyThumbprint = draft[Parameters.DpopKeyThumbprint],
        });
    }

    private static TimeSpan? MaximumAge(AuthorizationDraft draft) =>
        draft[Parameters.MaxAge] is { } age ? TimeSpan.FromSeconds(int.Parse(age, CultureInfo.InvariantCulture))
        : draft.Client.Metadata.DefaultMaxAge is { } seconds ? TimeSpan.FromSeconds(seconds)
        : null;
}
