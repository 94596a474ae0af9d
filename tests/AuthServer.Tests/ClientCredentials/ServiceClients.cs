using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.Tests.Hosting;

namespace AuthServer.Tests.ClientCredentials;

/// <summary>Clients that ask for tokens of their own.</summary>
internal static class ServiceClients
{
    /// <summary>A confidential client that may have everything.</summary>
    public static readonly ClientDeclaration Service = Granted(new ClientDeclaration
    {
        Id = "service",
        Type = ClientType.Confidential,
        Secret = "service-secret",
        MayIntrospect = true,
    });

    /// <summary>A confidential client whose only scopes are about users.</summary>
    public static readonly ClientDeclaration UsersOnly = Granted(
        new ClientDeclaration { Id = "users-only", Type = ClientType.Confidential, Secret = "users-secret" }, "openid profile roles offline_access");

    /// <summary>A confidential client without administration.</summary>
    public static readonly ClientDeclaration Modest = Granted(
        new ClientDeclaration { Id = "modest", Type = ClientType.Confidential, Secret = "modest-secret" }, "openid api");

    /// <summary>A public client that is declared to have the grant, which it still does not get.</summary>
    public static readonly ClientDeclaration Public = Granted(new ClientDeclaration { Id = "public-service" });

    public static readonly HostSettings Settings = new() { Clients = [.. TestClients.All, Service, UsersOnly, Modest, Public] };

    private static ClientDeclaration Granted(ClientDeclaration client, string scopes = TestClients.AllScopes)
    {
        client.GrantTypes.Add("client_credentials");
        client.GrantTypes.Add("refresh_token");
        foreach (var scope in scopes.Split(' '))
        {
            client.Scopes.Add(scope);
        }

        return client;
    }
}
