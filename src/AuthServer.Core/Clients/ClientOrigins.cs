using System.Collections.Frozen;

namespace AuthServer.Core.Clients;

/// <summary>The origins of all clients' pages, remembered for a short time.</summary>
public sealed class ClientOrigins(IClientStore store, TimeProvider time)
{
    private Known? _known;

    public async ValueTask<IReadOnlySet<string>> AllAsync(CancellationToken cancellationToken)
    {
        if (_known is { } known && time.GetElapsedTime(known.ReadAt) < ClientDirectory.MaximumAge)
        {
            return known.Origins;
        }

        var readAt = time.GetTimestamp();
        var origins = (await store.ListAllowedOriginsAsync(cancellationToken)).ToFrozenSet(StringComparer.Ordinal);
        _known = new Known(origins, readAt);
        return origins;
    }

    private sealed record Known(FrozenSet<string> Origins, long ReadAt);
}
