namespace AuthServer.Core.Activity;

/// <summary>How often something happened in a minute.</summary>
/// <param name="Minute">The minute's beginning.</param>
/// <param name="Name">See <see cref="ActivityNames"/>.</param>
public sealed record ActivityCount(DateTimeOffset Minute, string Name, long Count);
