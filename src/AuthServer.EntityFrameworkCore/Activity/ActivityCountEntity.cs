namespace AuthServer.EntityFrameworkCore.Activity;

/// <summary>How often something happened within a minute, on all nodes together.</summary>
public sealed class ActivityCountEntity
{
    /// <summary>The minute's beginning.</summary>
    public DateTimeOffset Minute { get; set; }

    public required string Name { get; set; }

    public long Count { get; set; }
}
