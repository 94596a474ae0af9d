using System.Security.Cryptography;
using AuthServer.Core.Keys;

namespace AuthServer.Testing.Keys;

/// <summary>Master keys in memory; counts how often they are loaded.</summary>
public sealed class InMemoryMasterKeySource : IMasterKeySource
{
    private volatile IReadOnlyList<MasterKey> _keys;
    private int _loads;

    /// <summary>One key, number 1, of random bits.</summary>
    public InMemoryMasterKeySource()
        : this(NewKey(1, DateTimeOffset.MinValue))
    {
    }

    public InMemoryMasterKeySource(params MasterKey[] keys) => _keys = keys;

    public int Loads => Volatile.Read(ref _loads);

    public static MasterKey NewKey(byte id, DateTimeOffset signsFrom) => new(id, RandomNumberGenerator.GetBytes(MasterKey.MinimumLength), signsFrom);

    public IReadOnlyList<MasterKey> Load()
    {
        Interlocked.Increment(ref _loads);
        return _keys;
    }

    public void Add(MasterKey key) => _keys = [.. _keys, key];

    public void Remove(byte id) => _keys = [.. _keys.Where(key => key.Id != id)];
}
