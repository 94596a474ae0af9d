using AuthServer.Core.Clients;
using AuthServer.Core.Consents;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Authorization;

/// <summary>What the user of an authorization request still has to do, in the order in which it is asked.</summary>
public sealed class InteractionPolicy
{
    /// <summary>A user who has not answered by then starts again at the client.</summary>
    public static readonly TimeSpan LongestInteraction = TimeSpan.FromHours(1);

    /// <summary>Null when it is clear who the user is; consent aside.</summary>
    public InteractionQuestion? OpenQuestion(AuthorizationRequest request, AuthorizationInteraction interaction, SignInSnapshot? snapshot)
    {
        if (snapshot is not { SignIn: var signIn })
        {
            return new InteractionQuestion.SignIn(SignInNeed.SignIn);
        }

        // OIDC Core §3.1.2.1: somebody else's sign-in is no answer.
        if (request.HintedSubject is { } hinted && !string.Equals(hinted, signIn.UserId.ToString(), StringComparison.Ordinal))
        {
            return new InteractionQuestion.OtherAccount();
        }

        if (request.Prompts.Contains(Prompts.SelectAccount) && !IsChosen(interaction, signIn))
        {
            return new InteractionQuestion.SelectAccount();
        }

        var isFresh = signIn.AuthenticatedAt >= interaction.StartFor(signIn);
        var isTooOld = request.MaximumAge is { } age && snapshot.Now - signIn.AuthenticatedAt > age;
        if (!isFresh && (request.Prompts.Contains(Prompts.Login) || isTooOld))
        {
            return new InteractionQuestion.SignIn(SignInNeed.Reauthenticate);
        }

        return IsStrongEnough(request, signIn) ? null : new InteractionQuestion.SignIn(SignInNeed.StepUp);
    }

    /// <param name="consent">What the user has allowed the client before.</param>
    public bool NeedsConsent(AuthorizationRequest request, AuthorizationInteraction interaction, SignIn signIn, Consent? consent)
    {
        var start = interaction.StartFor(signIn);
        var isCovered = consent is not null && request.Scopes.IsSubsetOf(consent.Scopes);
        var isAskedNow = consent?.GrantedAt >= start;
        if (request.Prompts.Contains(Prompts.Consent))
        {
            return !(isCovered && isAskedNow);
        }

        // RFC 8252 §8.6: whoever listens on this device could have sent the request, so somebody must have been seen to agree to it.
        if (request.Client.Type == ClientType.Public && RedirectUri.IsNative(request.ReturnTo.RedirectUri))
        {
            var isAttended = isAskedNow || signIn.AuthenticatedAt >= start;
            return !isAttended || (request.Client.Metadata.RequireConsent && !isCovered);
        }

        return request.Client.Metadata.RequireConsent && !isCovered;
    }

    // A sign-in that was made in this interaction was chosen by making it.
    private static bool IsChosen(AuthorizationInteraction interaction, SignIn signIn) =>
        signIn.Id == interaction.ChosenSignIn || interaction.IsMadeHere(signIn);

    /// <summary>Values that this server does not know are no reason to ask for anything (OIDC Core §5.5.1.1: a voluntary claim).</summary>
    private static bool IsStrongEnough(AuthorizationRequest request, SignIn signIn) =>
        !request.AcrValues.Any(AuthenticationContexts.All.Contains)
        || request.AcrValues.Contains(signIn.Acr)
        || (signIn.Acr == AuthenticationContexts.TwoFactors && request.AcrValues.Contains(AuthenticationContexts.SingleFactor));
}
