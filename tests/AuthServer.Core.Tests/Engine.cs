using System.Net;
using AuthServer.Core.Clients;
using AuthServer.Core.Keys;
using AuthServer.Core.Proofs;
using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using AuthServer.Core.Sessions;
using AuthServer.Core.Tokens;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;
using AuthServer.Testing;
using AuthServer.Testing.Keys;
using AuthServer.Testing.Users;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Tests;

/// <summary>The engine as it is composed in production, over storage in memory, with one user and a few clients.</summary>
public sealed class Engine : IDisposable
{
    public const string Issuer = "https://auth.example";
    public const string UserName = "ada";
    public const string Password = "correct horse";
    public const string BackendSecret = "backend-secret";

    public static readonly Caller Home = Caller.From(IPAddress.Parse("192.0.2.10"), "Browser/1.0");

    private readonly ServiceProvider _services;

    public Engine(Action<IServiceCollection>? adjust = null)
    {
        Database = new InMemoryDatabase(Clock);
        User = new InMemoryUser(new UserId(Guid.NewGuid())) { Claims = new UserClaims { Roles = ["clerk"] } };
        Database.Save(User);
        App = Database.Save(new ClientRegistration
        {
            Id = new ClientId("app"),
            Type = ClientType.Public,
            GrantTypes = [GrantTypes.Password, GrantTypes.RefreshToken],
            Scopes = ScopeSet.Of(["openid", "offline_access", "roles", "orders.read", "stock.read", ScopeNames.Administration]),
            DefaultScopes = ScopeSet.Of(["openid", "offline_access", "orders.read"]),
        });
        Backend = Database.Save(App with
        {
            Id = new ClientId("backend"),
            Type = ClientType.Confidential,
            Secrets = [new ClientSecret(ClientSecretHash.OfGenerated(BackendSecret), ExpiresAt: null)],
            MayIntrospect = true,
        });
        Database.Save(Backend with { Id = new ClientId("orders"), Type = ClientType.ResourceServer });
        Database.Save(new ScopeRegistration("orders.read", ["orders"]));
        Database.Save(new ScopeRegistration("stock.read", ["stock"]));

        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.Configure<TokenOptions>(options => options.Issuer = Issuer);
        services.AddSingleton<IMasterKeySource>(MasterKeys);
        services.AddInMemoryStores(Database);
        services.AddAuthServerCore();
        adjust?.Invoke(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        Get<InMemoryPasswordAuthenticator>().Add(UserName, Password, User.Id);
    }

    public ManualTimeProvider Clock { get; } = new();

    public InMemoryMasterKeySource MasterKeys { get; } = new();

    public InMemoryDatabase Database { get; }

    public InMemoryUser User { get; }

    public ClientRegistration App { get; }

    public ClientRegistration Backend { get; }

    public PresentedCredentials AsApp => new PresentedCredentials.Name(App.Id);

    public PresentedCredentials AsBackend => new PresentedCredentials.Secret(Backend.Id, BackendSecret);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static readonly PresentedProof NoProof = new("POST", "https://auth.example/connect/token");

    public static Dictionary<string, string> Form(params (string Name, string Value)[] parameters) =>
        parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal);

    public static Dictionary<string, string> PasswordForm(params (string Name, string Value)[] more) =>
        Form([(Parameters.GrantType, GrantTypes.Password), (Parameters.Username, UserName), (Parameters.Password, Password), .. more]);

    public static Dictionary<string, string> RefreshForm(string token, params (string Name, string Value)[] more) =>
        Form([(Parameters.GrantType, GrantTypes.RefreshToken), (Parameters.RefreshToken, token), .. more]);

    public async Task<Result<TokenResponse>> RequestAsync(IReadOnlyDictionary<string, string> form, PresentedCredentials? credentials = null)
    {
        await ReadyAsync();
        return await Get<TokenRequestHandler>().HandleAsync(new TokenRequest(form, credentials ?? AsApp, NoProof, Home), CancellationToken.None);
    }

    public async Task<TokenResponse> GrantedAsync(IReadOnlyDictionary<string, string> form, PresentedCredentials? credentials = null)
    {
        (await RequestAsync(form, credentials)).TryGet(out var response, out var error).Should().BeTrue(error?.ToString());
        return response!;
    }

    public async Task<OAuthError> RefusedAsync(IReadOnlyDictionary<string, string> form, PresentedCredentials? credentials = null)
    {
        (await RequestAsync(form, credentials)).TryGet(out _, out var error).Should().BeFalse();
        return error!;
    }

    public Task<TokenResponse> SignInAsync(PresentedCredentials? credentials = null) => GrantedAsync(PasswordForm(), credentials);

    public RefreshToken Read(string token) => ((RefreshTokenReading.Issued)Get<RefreshTokenFormat>().Read(token)).Token;

    public Session SessionOf(TokenResponse response) => Database.Row(Read(response.RefreshToken!).Session)!.Session;

    /// <summary>Makes the first signing keys, which the host does before it listens.</summary>
    public async Task ReadyAsync()
    {
        if (!Get<SigningKeyRing>().IsReady)
        {
            await Get<SigningKeyRing>().RefreshAsync(CancellationToken.None);
        }
    }

    public void Dispose() => _services.Dispose();
}
