using System.Collections.Concurrent;
using System.Collections.Immutable;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Validation.Revocations;

/// <summary>
/// Revocations in memory. One writer; readers take no lock, allocate nothing and look at three places at most, however many entries there are.
/// </summary>
internal sealed class RevocationSet
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Threshold> _users = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Threshold> _clients = new(StringComparer.Ordinal);

    /// <summary>Takes every lock of the dictionaries: for gauges and diagnosis.</summary>
    public int Count => _sessions.Count + _users.Count + _clients.Count;

    public bool Holds(TokenSubject token) =>
        (token.SessionId is { } session && _sessions.ContainsKey(session))
        || (_users.TryGetValue(token.Subject, out var user) && IsBehind(token.Epoch, user))
        || IsOfEndedClient(token.Clients);

    public void AddSession(string id, DateTimeOffset expiresAt) => _sessions[id] = expiresAt;

    public void AddUser(string id, long minimumEpoch, DateTimeOffset expiresAt) => Raise(_users, id, new Threshold(minimumEpoch, expiresAt));

    public void AddClient(string id, long minimumEpoch, DateTimeOffset expiresAt) => Raise(_clients, id, new Threshold(minimumEpoch, expiresAt));

    public void RemoveExpired(DateTimeOffset now)
    {
        foreach (var session in _sessions.Where(session => session.Value <= now))
        {
            _sessions.TryRemove(session);
        }

        RemoveExpired(_users, now);
        RemoveExpired(_clients, now);
    }

    private bool IsOfEndedClient(ImmutableArray<OriginClient> clients)
    {
        foreach (var client in clients)
        {
            if (_clients.TryGetValue(client.ClientId, out var threshold) && IsBehind(client.Epoch, threshold))
            {
                return true;
            }
        }

        return false;
    }

    // A token that does not say is older than any that do.
    private static bool IsBehind(long? epoch, Threshold threshold) => epoch is null || epoch < threshold.MinimumEpoch;

    // Told twice, or in another order, they come to the same.
    private static void Raise(ConcurrentDictionary<string, Threshold> thresholds, string id, Threshold next) =>
        thresholds[id] = thresholds.TryGetValue(id, out var known)
            ? new Threshold(Math.Max(known.MinimumEpoch, next.MinimumEpoch), known.ExpiresAt > next.ExpiresAt ? known.ExpiresAt : next.ExpiresAt)
            : next;

    private static void RemoveExpired(ConcurrentDictionary<string, Threshold> thresholds, DateTimeOffset now)
    {
        foreach (var threshold in thresholds.Where(threshold => threshold.Value.ExpiresAt <= now))
        {
            thresholds.TryRemove(threshold);
        }
    }

    private readonly record struct Threshold(long MinimumEpoch, DateTimeOffset ExpiresAt);
}
