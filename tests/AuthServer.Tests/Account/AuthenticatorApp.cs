using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using AuthServer.Testing.Browser;

namespace AuthServer.Tests.Account;

/// <summary>An authenticator app (RFC 6238: SHA-1, six digits, 30 s), written without the server's own code.</summary>
public sealed record AuthenticatorApp(string Key, IReadOnlyList<string> RecoveryCodes)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The app that scans what the page shows.</summary>
    public static AuthenticatorApp ShownOn(Visit.Page page) => new(
        Regex.Match(page.Html, "class=\"key\">([^<]+)<").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant(), []);

    /// <summary>The code of now, or of some steps of 30 s away from now.</summary>
    public string Code(int steps = 0)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30) + steps);
#pragma warning disable CA5350 // RFC 6238 §1.2: what authenticator apps do.
        var hash = HMACSHA1.HashData(Bytes(), counter);
#pragma warning restore CA5350
        var offset = hash[^1] & 0xf;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(offset, 4)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private byte[] Bytes()
    {
        var bits = string.Concat(Key.Select(letter => Convert.ToString(Alphabet.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(bytes => bytes.Length == 8).Select(bytes => Convert.ToByte(new string(bytes), 2))];
    }
}
