namespace AuthServer.Housekeeping;

/// <summary>How often the server looks after what it keeps.</summary>
public sealed record HousekeepingPace
{
    /// <summary>Between two looks for what has expired.</summary>
    public TimeSpan Expiry { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Between two looks for what was kept long enough.</summary>
    public TimeSpan Pruning { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Between two writes of a node's counts.</summary>
    public TimeSpan Activity { get; init; } = TimeSpan.FromMinutes(1);
}
