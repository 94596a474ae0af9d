namespace AuthServer.Core.Replay;

/// <summary>What has been presented already, as all nodes know it.</summary>
public interface IReplayStore
{
    /// <summary>
    /// Remembers an identifier until it expires; true for whoever comes first, however many come at once. One that has expired by the storage's own
    /// clock counts as unknown.
    /// </summary>
    /// <param name="hash">SHA-256, 32 bytes.</param>
    Task<bool> TryRememberAsync(ReplayKind kind, byte[] hash, DateTimeOffset expiresAt, CancellationToken cancellationToken);
}
