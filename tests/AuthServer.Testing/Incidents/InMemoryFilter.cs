using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Testing.Sessions;
using AuthServer.Testing.SignIns;

namespace AuthServer.Testing.Incidents;

/// <summary>What a filter of sessions means, for them and for browser sign-ins.</summary>
internal static class InMemoryFilter
{
    public static bool Matches(this InMemorySession row, SessionFilter filter)
    {
        var session = row.Session;
        return (filter.User is null || session.UserId == filter.User)
            && (filter.Client is null || session.ClientId == filter.Client)
            && (filter.SignIn is null || session.SignInId == filter.SignIn)
            && (filter.Address is null || IsIn(row.Created, filter.Address) || IsIn(row.Rotated, filter.Address))
            && (filter.UserAgent is not { Length: > 0 } part || Has(row.Created, part) || Has(row.Rotated, part))
            && (filter.EndReason is null || session.EndReason == filter.EndReason)
            && (filter.CreatedFrom is null || session.CreatedAt >= filter.CreatedFrom)
            && (filter.CreatedBefore is null || session.CreatedAt < filter.CreatedBefore)
            && (filter.UsedFrom is null || row.LastUsedAt >= filter.UsedFrom)
            && (filter.UsedBefore is null || row.LastUsedAt < filter.UsedBefore);
    }

    public static bool Matches(this InMemorySignIn row, SessionFilter filter)
    {
        var signIn = row.SignIn;
        return filter is { Client: null, EndReason: null }
            && (filter.User is null || signIn.UserId == filter.User)
            && (filter.SignIn is null || signIn.Id == filter.SignIn)
            && (filter.Address is null || IsIn(row.Created, filter.Address))
            && (filter.UserAgent is not { Length: > 0 } part || Has(row.Created, part))
            && (filter.CreatedFrom is null || signIn.CreatedAt >= filter.CreatedFrom)
            && (filter.CreatedBefore is null || signIn.CreatedAt < filter.CreatedBefore)
            && (filter.UsedFrom is null || signIn.LastSeenAt >= filter.UsedFrom)
            && (filter.UsedBefore is null || signIn.LastSeenAt < filter.UsedBefore);
    }

    private static bool IsIn(Caller caller, AddressRange range) =>
        string.CompareOrdinal(caller.OrderedAddress, range.First) >= 0 && string.CompareOrdinal(caller.OrderedAddress, range.Last) <= 0;

    private static bool Has(Caller caller, string part) => caller.UserAgent.Contains(part, StringComparison.OrdinalIgnoreCase);
}
