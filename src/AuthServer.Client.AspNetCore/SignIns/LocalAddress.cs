namespace AuthServer.Client.AspNetCore.SignIns;

/// <summary>Addresses of this origin, written as path, query and fragment: the only ones that a browser is sent to on somebody's word (RFC 9700 §4.11).</summary>
internal static class LocalAddress
{
    private const int Longest = 2000;

    /// <summary>Browsers take a backslash for a slash and leave tabs and line breaks out, so neither may stand anywhere.</summary>
    public static bool IsLocal(string address) =>
        address.Length is > 0 and <= Longest
        && address[0] == '/'
        && !address.StartsWith("//", StringComparison.Ordinal)
        && !address.AsSpan().ContainsAnyInRange('\0', ' ')
        && !address.Contains('\\', StringComparison.Ordinal)
        && !address.Contains('\x7f', StringComparison.Ordinal);

    /// <summary>As it may stand in a header: what is not ASCII is percent-encoded, and nothing else is touched, so that it stays as local as it was.</summary>
    public static string Escaped(string address) =>
        string.Concat(address.EnumerateRunes().Select(letter => letter.IsAscii ? letter.ToString() : Uri.EscapeDataString(letter.ToString())));
}
