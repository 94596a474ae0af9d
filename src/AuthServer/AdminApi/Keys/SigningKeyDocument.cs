using AuthServer.Core.Keys;

namespace AuthServer.AdminApi.Keys;

/// <summary>A signing key: what is public of it.</summary>
/// <param name="KeyId">The kid of what it signs.</param>
/// <param name="Number">1, 2, 3 … for each algorithm.</param>
/// <param name="State">waiting (published, not signing yet), signing, or retired (published until the last token that it signed has expired).</param>
public sealed record SigningKeyDocument(string KeyId, string Algorithm, int Number, DateTime SignsFrom, string State)
{
    internal static IReadOnlyList<SigningKeyDocument> Of(IReadOnlyList<SigningKeyRecord> keys, DateTimeOffset now) =>
    [
        .. keys.Select(key => new SigningKeyDocument(key.KeyId, key.Algorithm, key.Number, key.SignsFrom.UtcDateTime, StateOf(key, keys, now))),
    ];

    private static string StateOf(SigningKeyRecord key, IReadOnlyList<SigningKeyRecord> keys, DateTimeOffset now) =>
        key.SignsFrom > now ? "waiting"
        : keys.Any(other => other.Algorithm == key.Algorithm && other.Number > key.Number && other.SignsFrom <= now) ? "retired"
        : "signing";
}
