using System.Globalization;

namespace AuthServer.EntityFrameworkCore.Revocation;

/// <summary>SQL Server: a <c>rowversion</c> as 16 hexadecimal digits.</summary>
internal static class RowVersionText
{
    /// <summary>The version as a number; null for what is none.</summary>
    public static ulong? EndOf(string text) =>
        text.Length == 16 && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var version) ? version : null;
}
