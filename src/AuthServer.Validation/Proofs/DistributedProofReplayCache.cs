using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;

namespace AuthServer.Validation.Proofs;

/// <summary>
/// Proofs that any process of an API has seen, over its <see cref="IDistributedCache"/>. Within a process a proof is taken once, exactly; between
/// processes there is the moment between reading and writing, because that cache cannot do both at once. Where that is too much, implement
/// <see cref="IProofReplayCache"/> over a store that can.
/// </summary>
public sealed class DistributedProofReplayCache(IDistributedCache cache, TimeProvider time, ILogger<DistributedProofReplayCache> logger) : IProofReplayCache
{
    private const string Prefix = "authserver:dpop:";

    private static readonly byte[] Seen = [1];
    private static readonly TimeSpan LeastLifetime = TimeSpan.FromSeconds(1);

    private readonly InMemoryProofReplayCache _own = new(AuthServerBearerOptions.DefaultProofCacheSize, time, logger);

    /// <inheritdoc/>
    public async ValueTask<bool> TryAddAsync(ReadOnlyMemory<byte> proof, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        if (!await _own.TryAddAsync(proof, expiresAt, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var key = Prefix + Convert.ToHexString(proof.Span);
        if (await cache.GetAsync(key, cancellationToken).ConfigureAwait(false) is not null)
        {
            return false;
        }

        var lifetime = expiresAt - time.GetUtcNow();
        var entry = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = lifetime > LeastLifetime ? lifetime : LeastLifetime };
        await cache.SetAsync(key, Seen, entry, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
