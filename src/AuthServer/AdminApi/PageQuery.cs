using System.Globalization;

namespace AuthServer.AdminApi;

/// <summary>How much of a list is wanted.</summary>
internal static class PageQuery
{
    public static int Limit(string? text, MemberErrors errors)
    {
        if (text is null)
        {
            return Page<object>.DefaultLimit;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Page<object>.MaximumLimit)
        {
            return limit;
        }

        errors.Add("limit", $"The limit is a number from 1 to {Page<object>.MaximumLimit}.");
        return Page<object>.DefaultLimit;
    }

    public static void RefuseCursor(MemberErrors errors) => errors.Add("after", "This is no value of next that a list of this kind has given.");
}
