using AuthServer.Client.AspNetCore.Cookies;

namespace AuthServer.Client.AspNetCore.Refreshes;

/// <summary>What became of a renewal; all requests that presented the same generation meanwhile share it.</summary>
internal abstract record RenewalResult
{
    private RenewalResult()
    {
    }

    /// <param name="Ticket">The next generation.</param>
    /// <param name="ExpiresAt">When the access token expires, by the steady clock.</param>
    /// <param name="CookieLifetime">How long the refresh token is good for at most.</param>
    public sealed record Renewed(SessionTicket Ticket, string AccessToken, string? Scope, SteadyInstant ExpiresAt, TimeSpan? CookieLifetime) : RenewalResult
    {
        /// <summary>Names no token.</summary>
        public override string ToString() => nameof(Renewed);
    }

    /// <summary><c>invalid_grant</c>: the session is over (RFC 6749 §5.2).</summary>
    public sealed record Ended(string? Reason) : RenewalResult;

    /// <summary>Not now. The session goes on.</summary>
    public sealed record Unavailable(TimeSpan? RetryAfter) : RenewalResult;

    /// <summary>The server refuses this application, not this session.</summary>
    public sealed record Refused : RenewalResult;
}
