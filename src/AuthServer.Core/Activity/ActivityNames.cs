namespace AuthServer.Core.Activity;

/// <summary>
/// The names under which activity is kept: one of these, followed by the tags of its counter where it has any, all parted by dots, such as
/// <c>refresh.rotated</c>, <c>token.password.invalid_grant</c> or <c>session_ended.idle_expired</c>.
/// </summary>
public static class ActivityNames
{
    public const int MaximumLength = 64;

    /// <summary>Token requests, by grant and outcome.</summary>
    public const string TokenRequests = "token";

    /// <summary>Presented refresh tokens, by verdict.</summary>
    public const string Refreshes = "refresh";

    public const string SessionsCreated = "session_created";

    /// <summary>By reason.</summary>
    public const string SessionsEnded = "session_ended";

    public const string SignIns = "sign_in";

    /// <summary>By reason.</summary>
    public const string FailedSignIns = "sign_in_failed";

    /// <summary>How many sessions were active in that minute: a sample and not a count.</summary>
    public const string ActiveSessions = "active_sessions";
}
