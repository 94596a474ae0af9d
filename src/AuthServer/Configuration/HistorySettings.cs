namespace AuthServer.Configuration;

/// <summary>For how long what is over stays to be looked at; then it is deleted.</summary>
public sealed class HistorySettings
{
    /// <summary>Sessions and browser sign-ins, from their end on.</summary>
    public TimeSpan EndedSessions { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Audit events, and incidents that do not run any more.</summary>
    public TimeSpan AuditEvents { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Logout messages that were delivered or given up.</summary>
    public TimeSpan LogoutMessages { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The counts by the minute that the dashboard draws.</summary>
    public TimeSpan Activity { get; set; } = TimeSpan.FromDays(30);
}
