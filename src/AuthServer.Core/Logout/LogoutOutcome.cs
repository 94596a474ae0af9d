using AuthServer.Core.Results;

namespace AuthServer.Core.Logout;

/// <summary>What becomes of a logout request.</summary>
public abstract record LogoutOutcome
{
    private LogoutOutcome()
    {
    }

    /// <summary>Nothing was ended and the browser is sent nowhere (OIDC RP-Initiated Logout §4).</summary>
    public sealed record Refused(OAuthError Error) : LogoutOutcome;

    /// <summary>Nothing was ended yet: the person is to be asked (OIDC RP-Initiated Logout §2).</summary>
    public sealed record Ask(LogoutRequest Request) : LogoutOutcome;

    /// <summary>What was to end has ended, or there was nothing; the browser's cookie is to go.</summary>
    public sealed record SignedOut(LogoutReturn? ReturnTo) : LogoutOutcome;
}
