using System.Buffers.Binary;
using AuthServer.Validation.Telemetry;
using Microsoft.Extensions.Logging;

namespace AuthServer.Validation.Proofs;

/// <summary>
/// The proofs that this process has seen, never more than <paramref name="capacity"/>. They are kept in slices by their expiry, so that forgetting
/// is dropping a slice. When it is full, new proofs are refused: to forget one that could come again would be worse.
/// </summary>
internal sealed class InMemoryProofReplayCache(int capacity, TimeProvider time, ILogger logger) : IProofReplayCache
{
    private static readonly long SliceTicks = TimeSpan.FromSeconds(15).Ticks;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, HashSet<UInt128>> _slices = [];
    private int _count;
    private bool _full;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public ValueTask<bool> TryAddAsync(ReadOnlyMemory<byte> proof, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        new(TryAdd(BinaryPrimitives.ReadUInt128BigEndian(proof.Span), expiresAt.UtcTicks / SliceTicks));

    private bool TryAdd(UInt128 proof, long slice)
    {
        lock (_gate)
        {
            Forget();
            if (_count >= capacity)
            {
                ReportFull();
                return false;
            }

            if (!_slices.TryGetValue(slice, out var proofs))
            {
                _slices[slice] = proofs = [];
            }

            var added = proofs.Add(proof);
            _count += added ? 1 : 0;
            return added;
        }
    }

    // A slice is dropped when the last that may be in it has expired.
    private void Forget()
    {
        var current = time.GetUtcNow().UtcTicks / SliceTicks;
        while (_slices.Count > 0 && _slices.First() is var oldest && oldest.Key < current)
        {
            _slices.Remove(oldest.Key);
            _count -= oldest.Value.Count;
            _full = false;
        }
    }

    // Once for each time that it fills up.
    private void ReportFull()
    {
        if (!_full)
        {
            _full = true;
            ValidationLog.ProofCacheFull(logger, capacity);
        }
    }
}
