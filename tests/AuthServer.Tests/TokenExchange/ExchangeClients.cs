using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.Tests.Hosting;

namespace AuthServer.Tests.TokenExchange;

/// <summary>Clients that exchange users' tokens; "api" and "files" are at once whom such tokens are for.</summary>
internal static class ExchangeClients
{
    private const string Grant = "urn:ietf:params:oauth:grant-type:token-exchange";

    public static readonly ClientDeclaration Api = Granted(new ClientDeclaration { Id = "api", Type = ClientType.ResourceServer, Secret = "api-secret", MayIntrospect = true, MayDelegate = true });

    public static readonly ClientDeclaration Files = Granted(new ClientDeclaration { Id = "files", Type = ClientType.ResourceServer, Secret = "files-secret", MayIntrospect = true, MayDelegate = true });

    /// <summary>Signs users in itself, and takes their place.</summary>
    public static readonly ClientDeclaration Impersonator = Granted(new ClientDeclaration { Id = "impersonator", Type = ClientType.Confidential, Secret = "impersonator-secret", MayImpersonate = true });

    public static readonly ClientDeclaration Broker =
        Granted(new ClientDeclaration { Id = "broker", Type = ClientType.Confidential, Secret = "broker-secret", MayImpersonate = true, MayDelegate = true });

    /// <summary>Is listed for the grant, and for neither kind of exchange.</summary>
    public static readonly ClientDeclaration Bystander = Granted(new ClientDeclaration { Id = "bystander", Type = ClientType.Confidential, Secret = "bystander-secret" });

    public static readonly ClientDeclaration Public = Granted(new ClientDeclaration { Id = "public-exchanger", MayDelegate = true, MayImpersonate = true });

    /// <summary>May have little, so what it exchanges shrinks.</summary>
    public static readonly ClientDeclaration Modest =
        Granted(new ClientDeclaration { Id = "modest", Type = ClientType.Confidential, Secret = "modest-secret", MayDelegate = true }, "api offline_access");

    /// <summary>Its users' tokens live 100 seconds.</summary>
    public static readonly ClientDeclaration ShortApp = Granted(new ClientDeclaration { Id = "short-app", AccessTokenLifetime = TimeSpan.FromSeconds(100) });

    public static readonly HostSettings Settings = new()
    {
        Clients = [.. TestClients.All.Except([TestClients.Api, TestClients.FilesApi]), Api, Files, Impersonator, Broker, Bystander, Public, Modest, ShortApp],
    };

    private static ClientDeclaration Granted(ClientDeclaration client, string scopes = TestClients.AllScopes)
    {
        client.GrantTypes.Add(Grant);
        client.GrantTypes.Add("client_credentials");
        client.GrantTypes.Add("password");
        foreach (var scope in scopes.Split(' '))
        {
            client.Scopes.Add(scope);
        }

        return client;
    }
}
