namespace AuthServer.EntityFrameworkCore.Relational;

/// <summary>SQL Server: arithmetic with instants.</summary>
internal static class SqlServerInstants
{
    /// <summary>An instant some seconds later. Durations have fractions; DATEADD takes whole numbers, and milliseconds of 90 days do not fit its int.</summary>
    public static string After(string instant, string seconds) =>
        $"DATEADD(nanosecond, CAST((({seconds}) - FLOOR({seconds})) * 1000000000 AS int), DATEADD(second, CAST(FLOOR({seconds}) AS int), {instant}))";
}
