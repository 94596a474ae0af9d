using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// base64url in the one spelling that RFC 7515 §2 allows. The framework's decoder also takes padding, white space
/// and non-zero trailing bits, by which one value has many spellings; here each value has exactly one.
/// </summary>
public static class Base64UrlText
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static readonly SearchValues<byte> Letters = SearchValues.Create(Encoding.ASCII.GetBytes(Alphabet));
    private static readonly SearchValues<char> LetterChars = SearchValues.Create(Alphabet);

    /// <summary>Whether the text is canonical base64url; the empty text is.</summary>
    public static bool IsCanonical(ReadOnlySpan<char> text) =>
        !text.ContainsAnyExcept(LetterChars) && EndsCleanly(text.Length, text.IsEmpty ? default : (byte)text[^1]);

    /// <summary>Whether the ASCII text is canonical base64url; the empty text is.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> text) =>
        !text.ContainsAnyExcept(Letters) && EndsCleanly(text.Length, text.IsEmpty ? default : text[^1]);

    /// <summary>Decodes canonical text; anything else is false.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? value)
    {
        value = IsCanonical(text) ? Base64Url.DecodeFromChars(text) : null;
        return value is not null;
    }

    /// <summary>Decodes canonical ASCII text; anything else is false.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, [NotNullWhen(true)] out byte[]? value)
    {
        value = IsCanonical(text) ? Base64Url.DecodeFromUtf8(text) : null;
        return value is not null;
    }

    /// <summary>Decodes canonical ASCII text into a buffer; false also when the buffer is too short.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> buffer, out int written)
    {
        written = 0;
        return IsCanonical(text) && Base64Url.TryDecodeFromUtf8(text, buffer, out written);
    }

    // Two letters carry 12 bits for one octet, three carry 18 for two: the bits left over must be zero.
    private static bool EndsCleanly(int length, byte last) => (length % 4) switch
    {
        0 => true,
        2 => (ValueOf(last) & 0b1111) == 0,
        3 => (ValueOf(last) & 0b11) == 0,
        _ => false,
    };

    private static int ValueOf(byte letter) => Alphabet.IndexOf((char)letter, StringComparison.Ordinal);
}
