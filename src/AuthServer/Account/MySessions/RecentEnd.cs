using AuthServer.Core.Sessions;

namespace AuthServer.Account.MySessions;

/// <summary>Something of a person's that has ended: a browser's sign-in with everything under it, or one application's session.</summary>
/// <param name="Application">Null for a browser.</param>
internal sealed record RecentEnd(string UserAgent, string? Application, string Ip, DateTimeOffset At, EndReason Reason)
{
    public string Device => DeviceName.Of(UserAgent);

    public DeviceKind Kind => DeviceName.KindOf(UserAgent);
}
