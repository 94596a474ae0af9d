using AuthServer.Client.AspNetCore.Cookies;

namespace AuthServer.Client.AspNetCore.SignIns;

/// <summary>What became of a sign-in whose browser has come back.</summary>
internal abstract record Completion
{
    private Completion()
    {
    }

    public sealed record SignedIn(SessionTicket Ticket, TimeSpan? CookieLifetime) : Completion;

    /// <param name="Error">For the page: a code of the protocol.</param>
    /// <param name="Problem">For the log.</param>
    /// <param name="IsOutage">Whether another try may succeed.</param>
    public sealed record Failed(string Error, string Problem, bool IsOutage = false, Exception? Exception = null) : Completion;
}
