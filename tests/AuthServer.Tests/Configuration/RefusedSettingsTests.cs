using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.Testing;
using FluentAssertions;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace AuthServer.Tests.Configuration;

/// <summary>A wrong or dangerous setting stops the start, and the refusal names its key.</summary>
public sealed class RefusedSettingsTests
{
    [Fact]
    public void Sound_settings_are_taken() => SettingsRefusals.Of(Environments.Production, _ => { }).Should().BeEmpty();

    [Fact]
    public void A_start_without_a_master_key_is_refused_outside_Development()
    {
        SettingsRefusals.Of(Environments.Production, options => options.MasterKey = null).Should().ContainSingle().Which.Should().StartWith("AuthServer:MasterKeyFile");
        SettingsRefusals.Of(Environments.Staging, options => options.MasterKey = null).Should().ContainSingle();
        SettingsRefusals.Of(Environments.Development, options => options.MasterKey = null).Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("login.example.com")]
    [InlineData("http://login.example.com")]
    [InlineData("http://localhost:5000")]
    [InlineData("https://login.example.com/")]
    [InlineData("https://login.example.com?tenant=1")]
    [InlineData("https://login.example.com#x")]
    [Spec("RFC 8414", "2")]
    public void An_issuer_that_no_client_may_trust_is_refused(string issuer) =>
        SettingsRefusals.Of(Environments.Production, options => options.Issuer = issuer).Should().ContainSingle().Which.Should().StartWith("AuthServer:Issuer");

    [Fact]
    [Spec("RFC 6749", "3.1")]
    [Spec("RFC 6749", "3.2")]
    public void Plain_http_is_for_loopback_in_Development()
    {
        SettingsRefusals.Of(Environments.Development, options => options.Issuer = "http://127.0.0.1:5000").Should().BeEmpty();
        SettingsRefusals.Of(Environments.Development, options => options.Issuer = "http://192.0.2.1:5000").Should().ContainSingle();
    }

    [Theory]
    [InlineData("/callback")]
    [InlineData("app.example/callback")]
    [InlineData("https://app.example/callback#fragment")]
    [InlineData("https://app.example/callback#")]
    [Spec("RFC 6749", "3.1.2")]
    public void A_redirect_URI_is_absolute_and_has_no_fragment(string uri) => RefusalOfRedirect(uri).Should().StartWith("AuthServer:Clients:0:RedirectUris:0");

    [Theory]
    [InlineData("http://app.example/callback")]
    [InlineData("http://192.0.2.1/callback")]
    [InlineData("http://127.0.0.1.app.example/callback")]
    [Spec("RFC 9700", "2.6")]
    public void A_redirect_URI_with_http_is_of_loopback(string uri) => RefusalOfRedirect(uri).Should().StartWith("AuthServer:Clients:0:RedirectUris:0");

    [Fact]
    public void Declared_users_are_refused_outside_Development()
    {
        SettingsRefusals.Of(Environments.Production, AddUser).Should().ContainSingle().Which.Should().StartWith("AuthServer:Users");
        SettingsRefusals.Of(Environments.Development, AddUser).Should().BeEmpty();
    }

    public static TheoryData<string, Action<AuthServerOptions>> Dangers => new()
    {
        { "AuthServer:MasterKey and AuthServer:MasterKeyFile", options => options.MasterKeyFile = "x" },
        { "AuthServer:Tokens:AccessTokenLifetime", options => options.Tokens.AccessTokenLifetime = TimeSpan.FromHours(2) },
        { "AuthServer:Tokens:MaximumAccessTokenLifetime", options => options.Tokens.MaximumAccessTokenLifetime = TimeSpan.FromDays(2) },
        { "AuthServer:Sessions:IdleLifetime", options => options.Sessions.IdleLifetime = TimeSpan.Zero },
        { "AuthServer:SigningKeys:Algorithms", options => options.SigningKeys.Algorithms.Add("HS256") },
        { "AuthServer:SigningKeys", options => options.SigningKeys.PublishAhead = TimeSpan.Zero },
        { "AuthServer:Account:ProductName", options => options.Account.ProductName = "a:b" },
        { "AuthServer:Account:SignInLifetime", options => options.Account.RememberedSignInLifetime = TimeSpan.FromHours(1) },
        { "AuthServer:Account:LinkLifetime", options => options.Account.LinkLifetime = TimeSpan.FromDays(30) },
        { "AuthServer:Account:Registration", options => options.Account.Registration = true },
        { "AuthServer:Email:From", options => options.Email.Host = "mail.example.com" },
        { "AuthServer:Email:Port", options => options.Email.Port = 0 },
        { "AuthServer:Email: Password", options => (options.Email.Password, options.Email.PasswordFile) = ("x", "y") },
        { "AuthServer:Email:UserName", options => options.Email.UserName = "x" },
        { "AuthServer:Email:UseTls", options => (options.Email.UserName, options.Email.Password, options.Email.UseTls) = ("x", "y", false) },
        { "AuthServer:History:EndedSessions", options => options.History.EndedSessions = TimeSpan.FromDays(1) },
        { "AuthServer:History:EndedSessions", options => options.History.EndedSessions = TimeSpan.MaxValue },
        { "AuthServer:History:AuditEvents", options => options.History.AuditEvents = TimeSpan.FromDays(29) },
        { "AuthServer:History:LogoutMessages", options => options.History.LogoutMessages = TimeSpan.Zero },
        { "AuthServer:History:Activity", options => options.History.Activity = TimeSpan.FromMinutes(30) },
        { "AuthServer:Proxies", options => options.Proxies.Add("everyone") },
        { "AuthServer:Clients:0:BackChannelLogoutUri", options => options.Clients.Add(new ClientDeclaration { Id = "x", BackChannelLogoutUri = "http://127.0.0.1/x" }) },
        { "AuthServer:Clients:0:PostLogoutRedirectUris:0", options => options.Clients.Add(new ClientDeclaration { Id = "x", PostLogoutRedirectUris = { "http://x.example/" } }) },
        { "AuthServer:Clients:0:Id", options => options.Clients.Add(new ClientDeclaration()) },
        { "AuthServer:Clients:0", options => options.Clients.Add(new ClientDeclaration { Id = "x", Secret = "s" }) },
        { "AuthServer:Clients:0", options => options.Clients.Add(new ClientDeclaration { Id = "x", Type = ClientType.Confidential }) },
        { "AuthServer:Clients:0:DefaultScopes", options => options.Clients.Add(new ClientDeclaration { Id = "x", DefaultScopes = { "y" } }) },
        { "AuthServer:Clients:0:AccessTokenLifetime", options => options.Clients.Add(new ClientDeclaration { Id = "x", AccessTokenLifetime = TimeSpan.FromDays(1) }) },
        { "AuthServer:Clients:0:RetryWindow", options => options.Clients.Add(new ClientDeclaration { Id = "x", RetryWindow = "60" }) },
        { "AuthServer:Clients:0: RetryLimit", options => options.Clients.Add(new ClientDeclaration { Id = "x", RetryLimit = 0 }) },
        { "AuthServer:Clients:0: SessionIdle", options => options.Clients.Add(new ClientDeclaration { Id = "x", SessionAbsoluteLifetime = TimeSpan.FromDays(-1) }) },
        { "AuthServer:Clients:0:MayIntrospect", options => options.Clients.Add(new ClientDeclaration { Id = "x", MayIntrospect = true }) },
        { "AuthServer:Clients:0: a Confidential", options => options.Clients.Add(new ClientDeclaration { Id = "x", Type = ClientType.Confidential, Secret = "" }) },
        { "AuthServer:Clients:0: Secret", options => options.Clients.Add(new ClientDeclaration { Id = "x", Type = ClientType.Confidential, Secret = "s", SecretFile = "f" }) },
        { "AuthServer:Clients declares", options => Enumerable.Range(0, 2).ToList().ForEach(_ => options.Clients.Add(new ClientDeclaration { Id = "x" })) },
        { "AuthServer:SigningKeys:ReloadInterval", options => options.SigningKeys.ReloadInterval = TimeSpan.Zero },
        { "AuthServer:Bootstrap:AdminPassword", options => options.Bootstrap.AdminUserName = "root@example.com" },
        { "AuthServer:Clients:0:RetryWindow", options => options.Clients.Add(new ClientDeclaration { Id = "x", RetryWindow = "soon" }) },
    };

    [Theory]
    [MemberData(nameof(Dangers), DisableDiscoveryEnumeration = true)]
    [Spec("RFC 6749", "10.1")]
    [Spec("RFC 8252", "8.5")]
    public void A_dangerous_setting_is_refused_by_its_key(string key, Action<AuthServerOptions> bend) =>
        SettingsRefusals.Of(Environments.Production, bend).Should().Contain(refusal => refusal.StartsWith(key));

    [Fact]
    [Spec("RFC 8414", "3")]
    public void An_issuer_with_a_path_is_refused() =>
        SettingsRefusals.Of(Environments.Production, options => options.Issuer = "https://example.com/login").Should().ContainSingle().Which.Should().Contain("path");

    private static string RefusalOfRedirect(string uri) =>
        SettingsRefusals.Of(Environments.Production, options => options.Clients.Add(new ClientDeclaration
        {
            Id = "x",
            GrantTypes = { "authorization_code" },
            RedirectUris = { uri },
        })).Should().ContainSingle().Which;

    private static void AddUser(AuthServerOptions options) => options.Users.Add(new UserDeclaration { UserName = "alice@example.com", Password = "Passw0rd!" });
}
