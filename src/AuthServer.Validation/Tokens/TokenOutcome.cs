using Microsoft.AspNetCore.Authentication;

namespace AuthServer.Validation.Tokens;

/// <summary>What looking for an access token, and at it, came to.</summary>
internal abstract record TokenOutcome
{
    private TokenOutcome()
    {
    }

    /// <summary>There is no token.</summary>
    public sealed record Absent : TokenOutcome
    {
        public static readonly Absent Instance = new();
    }

    /// <summary>The token is good. The ticket may be shared by many requests; <see cref="SharedPrincipal"/> says how that is safe.</summary>
    /// <param name="Confirmation">What each request must show beside the token; null for a bearer token.</param>
    public sealed record Accepted(AuthenticationTicket Ticket, TokenConfirmation? Confirmation) : TokenOutcome
    {
        /// <summary>The answer to the framework, made once for all the requests that carry this token.</summary>
        public AuthenticateResult Result { get; } = AuthenticateResult.Success(Ticket);
    }

    /// <summary>The credential is not good.</summary>
    public sealed record Refused(TokenRefusal Refusal, TokenScheme Scheme = TokenScheme.Bearer) : TokenOutcome;

    /// <summary>Nobody can say.</summary>
    /// <param name="Reason">One of the constants; the label that counters use.</param>
    public sealed record Undecided(TimeSpan RetryAfter, string Reason) : TokenOutcome
    {
        /// <summary>The issuer's keys have never been read.</summary>
        public const string NoKeys = "no_keys";

        /// <summary>The latest revocations are not known, and the API was told to fail closed then.</summary>
        public const string StaleRevocations = "stale_revocations";
    }
}
