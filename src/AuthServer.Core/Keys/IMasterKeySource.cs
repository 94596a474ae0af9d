namespace AuthServer.Core.Keys;

/// <summary>Where the master keys come from: a key file or the environment, never the database.</summary>
public interface IMasterKeySource
{
    /// <summary>All keys as they stand now, at least one. Throws <see cref="InvalidOperationException"/> with the remedy when they cannot be read.</summary>
    IReadOnlyList<MasterKey> Load();
}
