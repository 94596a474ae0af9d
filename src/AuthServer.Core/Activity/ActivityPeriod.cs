namespace AuthServer.Core.Activity;

/// <summary>A stretch of time in steps of whole minutes.</summary>
public sealed record ActivityPeriod
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <param name="from">The beginning of the first step; seconds are cut off.</param>
    /// <param name="step">A number of whole minutes.</param>
    /// <param name="steps">How many steps there are.</param>
    public ActivityPeriod(DateTimeOffset from, TimeSpan step, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (step < Minute || step.Ticks % Minute.Ticks != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(step), step, "A step is a number of whole minutes.");
        }

        (From, Step, Steps) = (new DateTimeOffset(from.UtcTicks - (from.UtcTicks % Minute.Ticks), TimeSpan.Zero), step, steps);
    }

    public DateTimeOffset From { get; }

    public TimeSpan Step { get; }

    public int Steps { get; }

    /// <summary>The end of the last step, which is not part of it.</summary>
    public DateTimeOffset To => From + (Step * Steps);

    /// <summary>So many steps up to and with the one that <paramref name="now"/> lies in; steps begin at whole multiples of their length.</summary>
    public static ActivityPeriod Until(DateTimeOffset now, TimeSpan step, int steps)
    {
        var current = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % step.Ticks), TimeSpan.Zero);
        return new ActivityPeriod(current - (step * (steps - 1)), step, steps);
    }
}
