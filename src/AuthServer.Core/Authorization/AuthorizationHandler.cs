using AuthServer.Core.Artefacts;
using AuthServer.Core.Consents;
using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using AuthServer.Core.SignIns;
using AuthServer.Core.Storage;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Authorization;

/// <summary>
/// The way of every authorization request: find the client, read the request, see what its user still has to do, give the code.
/// Every page of the interaction comes back here, and everything is decided anew from what is stored.
/// </summary>
public sealed class AuthorizationHandler(
    AuthorizationSource source, AuthorizationRequestReader reader, InteractionPolicy policy, IConsentStore consents, IArtefactStore artefacts)
{
    private static readonly OAuthError PushedRequestSpent = new(ErrorCodes.InvalidRequestUri, "The request was answered before. Start again at the application.");

    /// <param name="signIn">The browser's sign-in, read from the store for this request, or null when it has none that is live.</param>
    public async Task<AuthorizationOutcome> HandleAsync(AuthorizationArrival arrival, SignInSnapshot? signIn, CancellationToken cancellationToken)
    {
        if (!(await source.FindAsync(arrival, signIn, cancellationToken)).TryGet(out var found, out var error))
        {
            return new AuthorizationOutcome.ShowError(new AuthorizationError(error, ReturnTo: null));
        }

        return await reader.ReadAsync(found.Client, found.Interaction.Parameters, cancellationToken) switch
        {
            AuthorizationReading.Read read => await DecideAsync(read.Request, found.Interaction, signIn, cancellationToken),
            AuthorizationReading.Refused { Refusal: { ReturnTo: null } refusal } => new AuthorizationOutcome.ShowError(refusal),
            AuthorizationReading.Refused { Refusal: var refusal } => new AuthorizationOutcome.RedirectError(refusal),
            _ => throw new InvalidOperationException("A reading without an outcome."),
        };
    }

    private async Task<AuthorizationOutcome> DecideAsync(
        AuthorizationRequest request, AuthorizationInteraction interaction, SignInSnapshot? signIn, CancellationToken cancellationToken)
    {
        if (policy.OpenQuestion(request, interaction, signIn) is { } question)
        {
            return await AskAsync(question, request, interaction, cancellationToken);
        }

        var consent = await consents.FindAsync(signIn!.SignIn.UserId, request.Client.Id, cancellationToken);
        return policy.NeedsConsent(request, interaction, signIn.SignIn, consent)
            ? await AskAsync(new InteractionQuestion.Consent(), request, interaction, cancellationToken)
            : await IssueAsync(request, interaction, signIn, cancellationToken);
    }

    private async Task<AuthorizationOutcome> AskAsync(
        InteractionQuestion question, AuthorizationRequest request, AuthorizationInteraction interaction, CancellationToken cancellationToken)
    {
        if (request.Prompts.Contains(Prompts.None))
        {
            return new AuthorizationOutcome.RedirectError(new AuthorizationError(question.Unasked, request.ReturnTo));
        }

        if (interaction.Pushed is { } pushed)
        {
            await artefacts.ProlongAsync(pushed, InteractionPolicy.LongestInteraction, cancellationToken);
        }

        return question switch
        {
            InteractionQuestion.SignIn need => new AuthorizationOutcome.SignIn(request, interaction, need.Need),
            InteractionQuestion.SelectAccount or InteractionQuestion.OtherAccount => new AuthorizationOutcome.SelectAccount(request, interaction),
            InteractionQuestion.Consent => new AuthorizationOutcome.Consent(request, interaction),
            _ => throw new InvalidOperationException($"No page for {question}."),
        };
    }

    private async Task<AuthorizationOutcome> IssueAsync(
        AuthorizationRequest request, AuthorizationInteraction interaction, SignInSnapshot signIn, CancellationToken cancellationToken)
    {
        var (client, user) = (request.Client, signIn.SignIn);
        var code = ArtefactKey.NewHandle();
        var kept = await artefacts.AddAsync(
            new NewArtefact
            {
                Key = ArtefactKey.Of(ArtefactKind.AuthorizationCode, code),
                ClientId = client.Id,
                ClientEpoch = client.Epoch,
                UserId = user.UserId,
                UserEpoch = user.UserEpoch,
                Lifetime = client.Metadata.AuthorizationCodeLifetime,
                Spends = interaction.Pushed,
                Payload = StoredJson.Write(new AuthorizationCode
                {
                    Scopes = ScopePolicy.For(client, signIn.UserClaims, request.Scopes).ToString(),
                    Resources = request.Resources?.ToString(),
                    RedirectUri = request.RedirectUri,
                    CodeChallenge = request.CodeChallenge,
                    Nonce = request.Nonce,
                    Acr = user.Acr,
                    Amr = user.Amr,
                    AuthenticatedAt = user.AuthenticatedAt,
                    SignInId = user.Id.Value,
                    ProofKeyThumbprint = request.ProofKeyThumbprint,
                }),
            },
            cancellationToken);
        return kept
            ? new AuthorizationOutcome.Issue(request.ReturnTo, code)
            : new AuthorizationOutcome.RedirectError(new AuthorizationError(PushedRequestSpent, request.ReturnTo));
    }
}
