using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AuthServer.Core.Clients;

/// <summary>
/// Compares names of subjects by what they mean and not by how they are spelled (RFC 8705 §2.1.2, RFC 5280 §7.1): attribute by attribute in order,
/// letter case and repeated spaces aside.
/// </summary>
public static class DistinguishedName
{
    /// <summary>Whether the text can be read as a name: <c>CN=client,O=Example,C=DE</c> (RFC 4514).</summary>
    public static bool IsValid(string text) => Parse(text) is { RawData.Length: > 2 };

    public static bool Matches(string expected, X500DistinguishedName subject)
    {
        if (Parse(expected) is not { } name)
        {
            return false;
        }

        var (left, right) = (Parts(name), Parts(subject));
        return left.Count > 0 && left.SequenceEqual(right);
    }

    private static X500DistinguishedName? Parse(string text)
    {
        try
        {
            return new X500DistinguishedName(text);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static List<(string Type, string Value)> Parts(X500DistinguishedName name) =>
    [
        .. name.EnumerateRelativeDistinguishedNames().Select(part => part.HasMultipleElements
            ? ("", Convert.ToHexString(part.RawData.Span))
            : (part.GetSingleElementType().Value ?? "", Folded(part.GetSingleElementValue() ?? Convert.ToHexString(part.RawData.Span)))),
    ];

    private static string Folded(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
}
