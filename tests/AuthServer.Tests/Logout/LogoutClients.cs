using AuthServer.Configuration;
using AuthServer.Core.Clients;

namespace AuthServer.Tests.Logout;

/// <summary>Clients that send browsers to the logout endpoint, listen to logouts, or both.</summary>
public sealed class LogoutClients(Func<string, string> listenAt)
{
    public const string Bye = "https://app.example/bye";

    public ClientDeclaration App { get; } = Declare(
        new()
        {
            Id = "app",
            DisplayName = "The App",
            BackChannelLogoutUri = listenAt("app"),
            PostLogoutRedirectUris = { Bye, "https://app.example/bye?kept=yes", "com.example.app:/bye" },
        },
        "https://app.example/callback");

    /// <summary>Its ID tokens, and so its logout tokens, are signed with ES256.</summary>
    public ClientDeclaration Other { get; } = Declare(
        new() { Id = "other", BackChannelLogoutUri = listenAt("other"), IdTokenSignedResponseAlg = "ES256", PostLogoutRedirectUris = { "https://other.example/bye" } },
        "https://other.example/callback");

    public ClientDeclaration Keeping { get; } = Declare(
        new() { Id = "keeping", KeepOfflineSessionsAtLogout = true, BackChannelLogoutUri = listenAt("keeping"), PostLogoutRedirectUris = { "https://keeping.example/bye" } },
        "https://keeping.example/callback");

    public ClientDeclaration Brief { get; } = Declare(
        new() { Id = "brief", AccessTokenLifetime = TimeSpan.FromSeconds(1), PostLogoutRedirectUris = { "https://brief.example/bye" } }, "https://brief.example/callback");

    public ClientDeclaration Asking { get; } = Declare(
        new() { Id = "asking", DisplayName = "Asking & Co", RequireConsent = true, BackChannelLogoutUri = listenAt("asking") }, "https://asking.example/callback");

    public ClientDeclaration Api { get; } = new() { Id = "api", Type = ClientType.ResourceServer, Secret = "api-secret", MayIntrospect = true };

    public IReadOnlyList<ClientDeclaration> All => [App, Other, Keeping, Brief, Asking, Api];

    private static ClientDeclaration Declare(ClientDeclaration client, string redirectUri)
    {
        client.GrantTypes.Add("authorization_code");
        client.GrantTypes.Add("refresh_token");
        client.RedirectUris.Add(redirectUri);
        new List<string> { "openid", "offline_access", "api" }.ForEach(client.Scopes.Add);
        return client;
    }
}
