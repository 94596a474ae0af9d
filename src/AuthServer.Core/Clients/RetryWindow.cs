using System.Globalization;

namespace AuthServer.Core.Clients;

/// <summary>
/// For how long after a rotation its predecessor may be presented again to receive the same successor.
/// Written as a duration (<c>00:01:00</c>), <c>0</c> for strict single use, or <c>until-used</c>: until the successor has been used.
/// </summary>
public readonly record struct RetryWindow
{
    /// <summary>No fixed window is longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private const string UntilUsedText = "until-used";

    private RetryWindow(TimeSpan? duration) => Duration = duration;

    /// <summary>Null means until the successor has been used.</summary>
    public TimeSpan? Duration { get; }

    public static RetryWindow UntilUsed => new(null);

    public static RetryWindow StrictSingleUse => new(TimeSpan.Zero);

    public static RetryWindow Of(TimeSpan duration) => new(duration);

    public static bool TryParse(string text, out RetryWindow window)
    {
        if (text == UntilUsedText)
        {
            window = UntilUsed;
            return true;
        }

        // A bare number would be days.
        var parsed = TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration)
            && (text == "0" || text.Contains(':', StringComparison.Ordinal)) && duration >= TimeSpan.Zero && duration <= Longest;
        window = Of(parsed ? duration : TimeSpan.Zero);
        return parsed;
    }

    public bool Admits(DateTimeOffset rotatedAt, DateTimeOffset now) => Duration is not { } duration || now < rotatedAt + duration;

    public override string ToString() => Duration?.ToString("c", CultureInfo.InvariantCulture) ?? UntilUsedText;
}
