using System.Globalization;

namespace AuthServer.Account.MySessions;

/// <summary>How long ago something was, no more exactly than it is known.</summary>
internal static class TimeWords
{
    public static string Ago(DateTimeOffset instant, DateTimeOffset now) => (now - instant) switch
    {
        { TotalHours: < 1 } => "within the last hour",
        { TotalHours: < 24 } ago => Counted((int)ago.TotalHours, "hour") + " ago",
        { TotalDays: < 7 } ago => Counted((int)ago.TotalDays, "day") + " ago",
        _ => "on " + instant.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture),
    };

    public static string Counted(int count, string thing) => string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : "s")}");
}
