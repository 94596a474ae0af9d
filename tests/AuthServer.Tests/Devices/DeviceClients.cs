using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.Tests.Hosting;

namespace AuthServer.Tests.Devices;

/// <summary>Clients that run on devices.</summary>
internal static class DeviceClients
{
    private const string Grant = "urn:ietf:params:oauth:grant-type:device_code";

    public static readonly ClientDeclaration Tv = Granted(new ClientDeclaration { Id = "tv", DisplayName = "The television" });

    public static readonly ClientDeclaration OtherTv = Granted(new ClientDeclaration { Id = "other-tv" });

    public static readonly ClientDeclaration Console = Granted(new ClientDeclaration { Id = "console", Type = ClientType.Confidential, Secret = "console-secret" });

    public static readonly HostSettings Settings = new() { Clients = [.. TestClients.All, Tv, OtherTv, Console] };

    private static ClientDeclaration Granted(ClientDeclaration client)
    {
        client.GrantTypes.Add(Grant);
        client.GrantTypes.Add("refresh_token");
        foreach (var scope in TestClients.AllScopes.Split(' '))
        {
            client.Scopes.Add(scope);
        }

        return client;
    }
}
