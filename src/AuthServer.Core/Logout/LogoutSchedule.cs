namespace AuthServer.Core.Logout;

/// <summary>When a logout token that was not taken is sent again: soon after a hiccup, seldom to who stays away, and not for ever.</summary>
public static class LogoutSchedule
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6),
    ];

    /// <summary>The pause after a failed attempt; null when it was the last.</summary>
    /// <param name="attempt">1 for the first.</param>
    public static TimeSpan? PauseAfter(int attempt) => attempt <= Pauses.Length ? Pauses[attempt - 1] : null;
}
