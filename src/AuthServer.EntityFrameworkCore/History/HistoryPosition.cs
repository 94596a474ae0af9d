namespace AuthServer.EntityFrameworkCore.History;

/// <summary>How far pruning has got among the ended sign-ins.</summary>
public sealed record HistoryPosition(DateTimeOffset EndedAt, Guid Id);
