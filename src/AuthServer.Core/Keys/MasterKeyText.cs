using System.Globalization;
using System.Security.Cryptography;

namespace AuthServer.Core.Keys;

/// <summary>
/// The written form of master keys: one key a line (or separated by <c>;</c>), <c>id:base64</c>, followed for every key but the first by
/// <c>@</c> and the UTC instant from which it signs: <c>2:kP…=@2027-01-01T00:00:00Z</c>. Lines that begin with <c>#</c> are comments.
/// </summary>
public static class MasterKeyText
{
    /// <summary>Throws <see cref="FormatException"/>, naming the line's number and never its content.</summary>
    public static IReadOnlyList<MasterKey> Parse(string text)
    {
        var keys = text.Split(['\n', ';'], StringSplitOptions.TrimEntries)
            .Select((line, index) => (Line: line, Number: index + 1))
            .Where(entry => entry.Line.Length > 0 && entry.Line[0] != '#')
            .Select(entry => ParseLine(entry.Line, entry.Number))
            .ToList();

        if (keys.Count == 0)
        {
            throw new FormatException("There is no master key in it. Write one line 'id:base64', the base64 of 32 random bytes.");
        }

        if (keys.DistinctBy(key => key.Id).Count() != keys.Count)
        {
            throw new FormatException("Two master keys have the same id. An id is never reused.");
        }

        if (keys.Count(key => key.SignsFrom == DateTimeOffset.MinValue) != 1)
        {
            throw new FormatException("Exactly one master key, the first, has no '@instant'; every later one says from when it signs.");
        }

        return keys;
    }

    /// <summary>A first key of 256 random bits in the written form.</summary>
    public static string NewFirstKey() => $"1:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(MasterKey.MinimumLength))}";

    private static MasterKey ParseLine(string line, int number)
    {
        var at = line.IndexOf('@', StringComparison.Ordinal);
        var key = at < 0 ? line : line[..at];
        var signsFrom = DateTimeOffset.MinValue;
        if (at >= 0 && !DateTimeOffset.TryParse(line[(at + 1)..], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out signsFrom))
        {
            throw new FormatException($"Master key line {number}: what follows '@' is not an instant such as 2027-01-01T00:00:00Z.");
        }

        var colon = key.IndexOf(':', StringComparison.Ordinal);
        var secret = new byte[key.Length];
        if (colon < 1 || !byte.TryParse(key[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0
            || !Convert.TryFromBase64String(key[(colon + 1)..].Trim(), secret, out var length) || length < MasterKey.MinimumLength)
        {
            throw new FormatException($"Master key line {number} is not 'id:base64' with an id from 1 to 255 and at least 32 bytes.");
        }

        return new MasterKey(id, secret.AsMemory(0, length), signsFrom);
    }
}
