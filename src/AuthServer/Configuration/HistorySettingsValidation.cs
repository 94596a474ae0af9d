namespace AuthServer.Configuration;

/// <summary>What may be wrong with <see cref="HistorySettings"/>.</summary>
internal static class HistorySettingsValidation
{
    // An access token may live for a day, and its session is asked about until then and a little longer.
    private static readonly TimeSpan LeastOfSessions = TimeSpan.FromDays(2);

    private static readonly TimeSpan LeastOfOthers = TimeSpan.FromDays(1);

    // A hundred years, so that the database can reckon with it.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    public static IEnumerable<string> Refusals(HistorySettings history)
    {
        if (history.EndedSessions < LeastOfSessions || history.EndedSessions > Longest)
        {
            yield return "AuthServer:History:EndedSessions must be from 2 days, since an access token may live for one, to 36500; such as 30.00:00:00.";
        }

        if (history.AuditEvents < history.EndedSessions || history.AuditEvents > Longest)
        {
            yield return "AuthServer:History:AuditEvents must be at least AuthServer:History:EndedSessions, whose time line they are, and at most 36500 days; "
                + "such as 365.00:00:00.";
        }

        if (history.LogoutMessages < LeastOfOthers || history.LogoutMessages > Longest)
        {
            yield return "AuthServer:History:LogoutMessages must be from 1 day to 36500: they are tried for some hours. Such as 7.00:00:00.";
        }

        if (history.Activity < LeastOfOthers || history.Activity > Longest)
        {
            yield return "AuthServer:History:Activity must be from 1 day to 36500; such as 30.00:00:00.";
        }
    }
}
