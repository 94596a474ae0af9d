namespace AuthServer.Core.Keys;

/// <summary>
/// A secret from outside the database from which refresh-token keys and the key that wraps the Data Protection ring are derived.
/// </summary>
/// <param name="Id">1 to 255; stands in every refresh token and is never reused.</param>
/// <param name="Secret">At least 32 bytes.</param>
/// <param name="SignsFrom">The key verifies at once and signs from this instant on; later than the moment at which every node has it.</param>
public sealed record MasterKey(byte Id, ReadOnlyMemory<byte> Secret, DateTimeOffset SignsFrom)
{
    public const int MinimumLength = 32;

    public override string ToString() => $"MasterKey {{ Id = {Id}, SignsFrom = {SignsFrom:O} }}";
}
