using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>The value types of RFC 7519 §2.</summary>
internal static class ClaimValue
{
    // The end of the year 9999, where the framework's dates end.
    private const long LastSecond = 253_402_300_799;

    public static bool TryText(JsonElement value, [NotNullWhen(true)] out string? text)
    {
        text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text is not null;
    }

    /// <summary>The words of one string, split at spaces (RFC 6749 §3.3).</summary>
    public static bool TryWords(JsonElement value, [NotNullWhen(true)] out IReadOnlyList<string>? words)
    {
        words = TryText(value, out var text) ? text.Split(' ', StringSplitOptions.RemoveEmptyEntries) : null;
        return words is not null;
    }

    /// <summary>One string or an array of strings (RFC 7519 §4.1.3).</summary>
    public static bool TryStrings(JsonElement value, [NotNullWhen(true)] out IReadOnlyList<string>? strings)
    {
        strings = null;
        if (value.ValueKind == JsonValueKind.String)
        {
            strings = [value.GetString()!];
            return true;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        var list = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
            {
                return false;
            }

            list.Add(item.GetString()!);
        }

        strings = list;
        return true;
    }

    /// <summary>Seconds since 1970, whole or with a fraction (RFC 7519 §2, NumericDate); before 1970 or after 9999 is nonsense.</summary>
    public static bool TryNumericDate(JsonElement value, [NotNullWhen(true)] out DateTimeOffset? date)
    {
        date = null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var seconds) || seconds is < 0 or > LastSecond)
        {
            return false;
        }

        date = DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }
}
