using System.Collections.Frozen;

namespace AuthServer.Core.Keys;

/// <summary>
/// The refresh-token keys of every master key that this node knows. Old ones stay, to verify; the newest whose time has come signs.
/// Reads are lock-free; a reload replaces the whole ring.
/// </summary>
public sealed class RefreshTokenKeyRing
{
    /// <summary>At most one reload for unknown key ids in this time, whatever is presented.</summary>
    public static readonly TimeSpan MinimumReloadInterval = TimeSpan.FromSeconds(10);

    private readonly IMasterKeySource _source;
    private readonly TimeProvider _time;
    private FrozenDictionary<byte, RefreshTokenKeys> _keys;
    private long _reloadedAt;

    public RefreshTokenKeyRing(IMasterKeySource source, TimeProvider time)
    {
        (_source, _time) = (source, time);
        _keys = Load();
        _reloadedAt = time.GetTimestamp();
    }

    /// <summary>The keys with which tokens are made now.</summary>
    public RefreshTokenKeys Current
    {
        get
        {
            var now = _time.GetUtcNow();
            return _keys.Values.Where(keys => keys.SignsFrom <= now).MaxBy(keys => keys.SignsFrom)!;
        }
    }

    /// <summary>The keys of every master key, the newest first.</summary>
    public IEnumerable<RefreshTokenKeys> All => _keys.Values.OrderByDescending(keys => keys.SignsFrom);

    public RefreshTokenKeys? Find(byte id) => _keys.GetValueOrDefault(id);

    /// <summary>Finds keys that may have been added since the last reload; does I/O at most once in <see cref="MinimumReloadInterval"/>.</summary>
    public RefreshTokenKeys? FindAfterReload(byte id)
    {
        var last = Interlocked.Read(ref _reloadedAt);
        if (_time.GetElapsedTime(last) >= MinimumReloadInterval
            && Interlocked.CompareExchange(ref _reloadedAt, _time.GetTimestamp(), last) == last)
        {
            TryReload();
        }

        return Find(id);
    }

    /// <summary>Reads the source again. Keys that have vanished from it are forgotten.</summary>
    public void Reload() => _keys = Load();

    /// <summary>Keys that cannot be read now are no reason to fail a request: those at hand stay.</summary>
    private void TryReload()
    {
        try
        {
            Reload();
        }
        catch (InvalidOperationException)
        {
            // The periodic reload meets the same trouble, and logs it.
        }
    }

    private FrozenDictionary<byte, RefreshTokenKeys> Load() => _source.Load().ToFrozenDictionary(key => key.Id, key => new RefreshTokenKeys(key));
}
