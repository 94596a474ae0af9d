using System.Net;
using AuthServer.Core.Sessions;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>Places from which tokens are presented.</summary>
internal static class Callers
{
    public static readonly Caller Home = Caller.From(IPAddress.Parse("192.0.2.10"), "Browser/1.0");

    /// <summary>Another machine of the same network.</summary>
    public static readonly Caller NextDoor = Home with { Address = IPAddress.Parse("192.0.2.200") };

    public static readonly Caller OtherNetwork = Home with { Address = IPAddress.Parse("198.51.100.7") };

    public static readonly Caller OtherBrowser = Home with { UserAgent = "Script/9.9" };
}
