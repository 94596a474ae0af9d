using AuthServer.Core.SessionDirectory;

namespace AuthServer.Account.MySessions;

/// <summary>An application on a device, with its sessions there, newest first; each way through the sign-in makes one.</summary>
internal sealed record UsedApplication(string Name, IReadOnlyList<SessionEntry> Sessions)
{
    public DateTimeOffset LastUsedAt => Sessions.Max(session => session.LastUsedAt);

    /// <summary>Where one is asked whether to end it.</summary>
    public string EndPath => $"{AccountPaths.EndSessions}/{EndChoices.Application}/{Sessions[0].Id}";

    /// <summary>The applications that some sessions on one device belong to, last used first.</summary>
    public static IReadOnlyList<UsedApplication> In(IEnumerable<SessionEntry> sessions) =>
    [
        .. sessions.GroupBy(session => session.ClientId)
            .Select(client => new UsedApplication(client.First().ClientName, [.. client]))
            .OrderByDescending(application => application.LastUsedAt),
    ];
}
