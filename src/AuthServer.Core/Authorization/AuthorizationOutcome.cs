namespace AuthServer.Core.Authorization;

/// <summary>What becomes of an authorization request now.</summary>
public abstract record AuthorizationOutcome
{
    private AuthorizationOutcome()
    {
    }

    /// <summary>The client or its redirect URI cannot be trusted: an error page, never a redirect.</summary>
    public sealed record ShowError(AuthorizationError Refusal) : AuthorizationOutcome;

    /// <summary>The client is told.</summary>
    public sealed record RedirectError(AuthorizationError Refusal) : AuthorizationOutcome;

    /// <summary>The user must show who it is first, and comes back.</summary>
    public sealed record SignIn(AuthorizationRequest Request, AuthorizationInteraction Interaction, SignInNeed Need) : AuthorizationOutcome;

    /// <summary>The user must choose which account to go on with, and comes back.</summary>
    public sealed record SelectAccount(AuthorizationRequest Request, AuthorizationInteraction Interaction) : AuthorizationOutcome;

    /// <summary>The user must be asked, and comes back.</summary>
    public sealed record Consent(AuthorizationRequest Request, AuthorizationInteraction Interaction) : AuthorizationOutcome;

    /// <summary>The client gets its code.</summary>
    public sealed record Issue(ReturnAddress ReturnTo, string Code) : AuthorizationOutcome;
}
