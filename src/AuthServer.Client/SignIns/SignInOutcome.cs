using AuthServer.Client.Requests;

namespace AuthServer.Client.SignIns;

/// <summary>What came of a sign-in.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    /// <summary>The session has begun.</summary>
    /// <param name="Scope">What was granted, separated by spaces; null: exactly what was asked for (RFC 6749 §5.1).</param>
    /// <param name="IdToken">Who signed in (OIDC Core §2), when <c>openid</c> was granted; null otherwise.</param>
    public sealed record SignedIn(string? Scope, string? IdToken) : SignInOutcome
    {
        /// <summary>Names no token.</summary>
        public override string ToString() => nameof(SignedIn);
    }

    /// <summary>The server, or the user at the server, decided against it: a wrong password, a denied consent, a code that has expired.</summary>
    public sealed record Refused(OAuthRefusal Refusal) : SignInOutcome;

    /// <summary>The server could not be asked.</summary>
    public sealed record Unavailable(string Problem, TimeSpan? RetryAfter = null, Exception? Exception = null) : SignInOutcome;
}
