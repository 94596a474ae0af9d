namespace AuthServer.Client.AspNetCore.Refreshes;

/// <summary>An instant by the clock that nobody sets.</summary>
internal readonly record struct SteadyInstant(long Timestamp)
{
    public static SteadyInstant In(TimeSpan time, TimeProvider clock) => new(clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency));

    public TimeSpan Left(TimeProvider clock) => clock.GetElapsedTime(clock.GetTimestamp(), Timestamp);
}
