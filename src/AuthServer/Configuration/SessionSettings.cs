namespace AuthServer.Configuration;

/// <summary>Lifetimes of sessions, for clients that declare none.</summary>
public sealed class SessionSettings
{
    /// <summary>A session that is not refreshed for this long ends.</summary>
    public TimeSpan IdleLifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>A session ends this long after sign-in, however often it is refreshed.</summary>
    public TimeSpan AbsoluteLifetime { get; set; } = TimeSpan.FromDays(90);
}
