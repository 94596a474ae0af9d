namespace AuthServer.Client.Tests.Faults;

/// <summary>
/// A clock that runs many times as fast as the real one, so that pauses and deadlines of seconds take a moment, and whose wall clock can be set, as people
/// and time servers do, or made to move alone, as it does while a machine sleeps.
/// </summary>
internal sealed class FastTime : TimeProvider
{
    private const int Speed = 20;

    private readonly DateTimeOffset _start = System.GetUtcNow();
    private readonly long _began = System.GetTimestamp();
    private long _steadyOffset;
    private long _wallOffset;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks + Interlocked.Read(ref _steadyOffset);

    public override DateTimeOffset GetUtcNow() => _start + Elapsed + TimeSpan.FromTicks(Interlocked.Read(ref _wallOffset));

    private TimeSpan Elapsed => System.GetElapsedTime(_began) * Speed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Scaled(System.CreateTimer(callback, state, Scale(dueTime), Scale(period)));

    /// <summary>Time passes, by both clocks.</summary>
    public void Advance(TimeSpan by)
    {
        Interlocked.Add(ref _steadyOffset, by.Ticks);
        Interlocked.Add(ref _wallOffset, by.Ticks);
    }

    /// <summary>The wall clock is set, or moves while the machine sleeps and the steady one stands still.</summary>
    public void MoveWall(TimeSpan by) => Interlocked.Add(ref _wallOffset, by.Ticks);

    private static TimeSpan Scale(TimeSpan time) => time <= TimeSpan.Zero ? time : TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, time.Ticks / Speed));

    private sealed class Scaled(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Scale(dueTime), Scale(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
