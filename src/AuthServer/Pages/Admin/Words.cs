using System.Globalization;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;

namespace AuthServer.Pages.Admin;

/// <summary>Numbers and the like as administrators read them.</summary>
internal static class Words
{
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 session</c>, <c>12,345 sessions</c>.</summary>
    public static string Count(long number, string one, string? many = null) => $"{Number(number)} {(number == 1 ? one : many ?? one + "s")}";

    /// <summary>The same where counting stops at <paramref name="most"/>.</summary>
    public static string CountUpTo(int number, int most, string one) => number > most ? $"{Number(most)}+ {one}s" : Count(number, one);

    /// <summary>The largest unit that says enough: <c>3 days</c>.</summary>
    public static string Span(TimeSpan span) => span.TotalDays >= 2 ? Count((long)span.TotalDays, "day")
        : span.TotalHours >= 2 ? Count((long)span.TotalHours, "hour")
        : span.TotalMinutes >= 2 ? Count((long)span.TotalMinutes, "minute")
        : Count((long)span.TotalSeconds, "second");

    /// <summary>The colour of an end: most are nothing to worry about.</summary>
    public static string Tone(EndReason? reason) => reason switch
    {
        null => "good",
        EndReason.ReuseDetected or EndReason.CodeReused or EndReason.StateLost or EndReason.Incident => "bad",
        _ => "",
    };

    /// <summary>Which part of a session's address or agent has changed since it was signed in, or null.</summary>
    public static string? Moved(SessionEntry session) => session.CreatedIp == session.LastIp ? null : session.CreatedIp;
}
