namespace AuthServer.Core.Sessions;

/// <summary>What a presented string turned out to be, before any I/O.</summary>
public abstract record RefreshTokenReading
{
    private RefreshTokenReading()
    {
    }

    /// <summary>Issued by us; nothing is said of its being current.</summary>
    public sealed record Issued(RefreshToken Token) : RefreshTokenReading;

    /// <summary>Malformed, not canonical, of another version, or with a bad tag: not a token of ours.</summary>
    public sealed record Foreign : RefreshTokenReading;

    /// <summary>Well formed, under a key that this node does not have. Another node may: it says nothing against the token.</summary>
    public sealed record UnknownKey(byte KeyId) : RefreshTokenReading;
}
