namespace AuthServer.Core.Sessions;

/// <summary>What a look at a batch of sessions came to.</summary>
/// <param name="Ended">How many were past their idle expiry and have ended.</param>
/// <param name="Next">Where to go on; null when this was the last batch.</param>
public sealed record IdleSweep(int Ended, SweepPosition? Next);
