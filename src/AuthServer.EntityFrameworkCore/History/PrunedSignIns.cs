namespace AuthServer.EntityFrameworkCore.History;

/// <summary>What a look at a batch of ended sign-ins came to.</summary>
/// <param name="Next">Where to go on; null when this was the last batch.</param>
public sealed record PrunedSignIns(int Count, HistoryPosition? Next);
