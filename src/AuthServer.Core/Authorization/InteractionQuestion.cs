using AuthServer.Core.Results;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Authorization;

/// <summary>Something that only the user can answer.</summary>
public abstract record InteractionQuestion
{
    private InteractionQuestion(OAuthError unasked) => Unasked = unasked;

    /// <summary>The answer when the client forbids to ask: <c>prompt=none</c> (OIDC Core §3.1.2.6).</summary>
    public OAuthError Unasked { get; }

    public sealed record SignIn(SignInNeed Need)
        : InteractionQuestion(new OAuthError(ErrorCodes.LoginRequired, "The user must sign in."));

    /// <summary>Somebody else is signed in than the client asks for.</summary>
    public sealed record OtherAccount()
        : InteractionQuestion(new OAuthError(ErrorCodes.LoginRequired, "Somebody else is signed in."));

    public sealed record SelectAccount()
        : InteractionQuestion(new OAuthError(ErrorCodes.AccountSelectionRequired, "The user must choose an account."));

    public sealed record Consent()
        : InteractionQuestion(new OAuthError(ErrorCodes.ConsentRequired, "The user must be asked."));
}
