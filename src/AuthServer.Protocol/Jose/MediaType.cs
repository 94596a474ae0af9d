namespace AuthServer.Protocol.Jose;

/// <summary>Compares values of <c>typ</c> (RFC 7515 §4.1.9).</summary>
internal static class MediaType
{
    private const string Prefix = "application/";

    public static bool IsAny(string? typ, ReadOnlySpan<string?> expected)
    {
        foreach (var candidate in expected)
        {
            if (typ is null ? candidate is null : candidate is not null && Short(typ).Equals(Short(candidate), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // A value without a slash stands for the same with "application/" before it.
    private static ReadOnlySpan<char> Short(string typ) =>
        typ.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !typ.AsSpan(Prefix.Length).Contains('/')
            ? typ.AsSpan(Prefix.Length)
            : typ;
}
