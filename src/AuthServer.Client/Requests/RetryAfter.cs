namespace AuthServer.Client.Requests;

/// <summary>How long a server wishes to be left alone (RFC 9110 §10.2.3).</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Null when the answer says nothing. A date is compared with the server's own clock, when the answer tells it.</summary>
    public static TimeSpan? Of(HttpResponseMessage answer, TimeProvider time) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => Limit(delta),
        { Date: { } date } => Limit(date - (answer.Headers.Date ?? time.GetUtcNow())),
        _ => null,
    };

    private static TimeSpan Limit(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time > Longest ? Longest : time;
}
