using Microsoft.AspNetCore.Authentication;

namespace AuthServer.Validation.Tokens;

/// <summary>What looking for a bearer token, and at it, came to.</summary>
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
    public sealed record Accepted(AuthenticationTicket Ticket) : TokenOutcome
    {
        /// <summary>The answer to the framework, made once for all the requests that carry this token.</summary>
        public AuthenticateResult Result { get; } = AuthenticateResult.Success(Ticket);
    }

    /// <summary>The credential is not good.</summary>
    public sealed record Refused(BearerRefusal Refusal) : TokenOutcome;

    /// <summary>Nobody can say, because the issuer's keys have never been read.</summary>
    public sealed record Undecided(TimeSpan RetryAfter) : TokenOutcome;
}
