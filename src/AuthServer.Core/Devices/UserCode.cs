using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace AuthServer.Core.Devices;

/// <summary>
/// What a person reads off one device and types on another (RFC 8628 §6.1): eight consonants, which form no words and are hard to take for one another;
/// 34 bits. Shown in two groups; case, dashes and spaces are not looked at.
/// </summary>
public readonly record struct UserCode
{
    public const int Length = 8;

    private const string Alphabet = "BCDFGHJKLMNPQRSTVWXZ";

    // Longer than any way of writing eight letters.
    private const int LongestText = 32;

    private static readonly SearchValues<char> Known = SearchValues.Create(Alphabet);

    private UserCode(string letters) => Letters = letters;

    /// <summary>Eight capital letters, nothing between them.</summary>
    public string Letters { get; }

    public static UserCode New() => new(RandomNumberGenerator.GetString(Alphabet, Length));

    public static bool TryParse([NotNullWhen(true)] string? text, out UserCode code)
    {
        var letters = text is null or { Length: > LongestText }
            ? ""
            : new string([.. text.Where(character => character is not '-' && !char.IsWhiteSpace(character)).Select(char.ToUpperInvariant)]);
        var isCode = letters.Length == Length && !letters.AsSpan().ContainsAnyExcept(Known);
        code = isCode ? new UserCode(letters) : default;
        return isCode;
    }

    /// <summary>As it is shown: <c>WDJB-MJHT</c>.</summary>
    public override string ToString() => $"{Letters[..4]}-{Letters[4..]}";
}
