using System.Globalization;
using AuthServer.Core.SessionDirectory;

namespace AuthServer.Pages.Admin.Incidents;

/// <summary>The conditions of a stored filter as people read them.</summary>
internal static class FilterWords
{
    public static IReadOnlyList<string> Of(SessionFilter filter)
    {
        string?[] conditions =
        [
            filter.User is { } user ? $"of the user {user}" : null,
            filter.Client is { } client ? $"of the application {client}" : null,
            filter.SignIn is { } signIn ? $"of the browser sign-in {signIn}" : null,
            filter.Address is { } address ? $"used from {address}" : null,
            filter.UserAgent is { Length: > 0 } agent ? $"with \"{agent}\" in the user agent" : null,
            filter.CreatedFrom is { } createdFrom ? $"signed in from {At(createdFrom)}" : null,
            filter.CreatedBefore is { } createdBefore ? $"signed in before {At(createdBefore)}" : null,
            filter.UsedFrom is { } usedFrom ? $"used from {At(usedFrom)}" : null,
            filter.UsedBefore is { } usedBefore ? $"not used since {At(usedBefore)}" : null,
        ];
        return [.. conditions.OfType<string>()];
    }

    private static string At(DateTimeOffset instant) => instant.UtcDateTime.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
