namespace AuthServer.Core.Sessions;

/// <summary>How far a sweep has got: the session up to which, by the day of last use and then by id, everything has been looked at.</summary>
public sealed record SweepPosition(DateOnly LastUsedOn, SessionId Id);
