namespace AuthServer.AdminApi;

/// <summary>Some of many: sometimes fewer than were asked for, even none, though others follow.</summary>
/// <param name="Items">In a fixed order, which what is added meanwhile does not disturb.</param>
/// <param name="Next">What to send as <c>after</c> to get those that follow; null when these are the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    public const int DefaultLimit = 50;
    public const int MaximumLimit = 200;
}
