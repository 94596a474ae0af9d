namespace AuthServer.Core.Sessions;

/// <summary>What was marked in one batch of an end that had been left half done.</summary>
/// <param name="Ended">How many sessions were marked.</param>
/// <param name="Next">Where to go on.</param>
public sealed record MarkSweep(EndReason Reason, int Ended, long Next);
