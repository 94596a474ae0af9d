namespace AuthServer.Client.Tests.Faults;

/// <summary>A session as the server keeps it: one current refresh token, one predecessor.</summary>
internal sealed class FakeSession
{
    public int Generation { get; set; }

    public DateTimeOffset RotatedAt { get; set; }

    public string? EndedBecause { get; set; }

    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The thumbprint of the key that the session is bound to; null for none.</summary>
    public string? Key { get; init; }
}
