using AuthServer.Core.Activity;

namespace AuthServer.Pages.Admin;

/// <summary>How far back the dashboard looks.</summary>
/// <param name="Name">In the address.</param>
/// <param name="TimeFormat">How the beginning of a step is written.</param>
internal sealed record DashboardPeriod(string Name, string Label, TimeSpan Step, int Steps, string TimeFormat)
{
    public static readonly IReadOnlyList<DashboardPeriod> All =
    [
        new("hour", "1 hour", TimeSpan.FromMinutes(1), 60, "HH:mm"),
        new("day", "24 hours", TimeSpan.FromMinutes(30), 48, "HH:mm"),
        new("week", "7 days", TimeSpan.FromHours(4), 42, "d MMM, HH:mm"),
        new("month", "30 days", TimeSpan.FromDays(1), 30, "d MMM"),
    ];

    /// <summary>The one of this name, or a day.</summary>
    public static DashboardPeriod Of(string? name) => All.FirstOrDefault(period => period.Name == name) ?? All[1];

    public ActivityPeriod Until(DateTimeOffset now) => ActivityPeriod.Until(now, Step, Steps);
}
