using AuthServer.Core.Replay;

namespace AuthServer.Testing.Replay;

/// <summary>What has been presented already, in memory.</summary>
public sealed class InMemoryReplayStore(InMemoryDatabase database) : IReplayStore
{
    public Task<bool> TryRememberAsync(ReplayKind kind, byte[] hash, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        Task.FromResult(database.Read(() =>
        {
            var key = (kind, Convert.ToHexString(hash));
            if (database.Replays.TryGetValue(key, out var known) && known > database.Now)
            {
                return false;
            }

            database.Replays[key] = expiresAt;
            return true;
        }));
}
