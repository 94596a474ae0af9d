using AuthServer.Endpoints;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Dpop;
using AuthServer.Tests.Hosting;
using Microsoft.AspNetCore.WebUtilities;

namespace AuthServer.Tests.Fapi;

/// <summary>A client that is held to the FAPI 2.0 Security Profile, with its device's key, on its way through an authorization.</summary>
internal sealed class FapiFlow(KeyedServer server) : IDisposable
{
    public CodeFlow Code { get; } = new(server.Host, KeyedClients.Fapi);

    public Device Device { get; } = new(server.Host.Issuer);

    public ClientApp App => server.As(KeyedClients.Fapi);

    public Task<Answer> PushAsync(params (string Name, string? Value)[] changes) => App.PostAsync(Paths.PushedAuthorization, Pushed(changes));

    /// <summary>The parameters of the request but the client_id, which the assertion has.</summary>
    public (string Name, string? Value)[] Pushed(params (string Name, string? Value)[] changes) =>
        [.. Code.Request(changes).Where(parameter => parameter.Key != "client_id").Select(parameter => (parameter.Key, parameter.Value))];

    public static string Address(Answer pushed) => QueryHelpers.AddQueryString(Paths.Authorization, new Dictionary<string, string?>
    {
        ["client_id"] = KeyedClients.Fapi.Id,
        ["request_uri"] = pushed.Json.GetProperty("request_uri").GetString(),
    });

    /// <summary>Pushes the request, and has its user agree to it.</summary>
    public async Task<Visit.AtClient> AuthorizeAsync(AuthUser user, params (string Name, string? Value)[] changes) =>
        await Code.Browser.AuthorizeAsync(Address(await PushAsync(changes)), user.UserName!, AuthServerHost.Password);

    /// <summary>Exchanges a code with a proof of the device's key.</summary>
    public Task<Answer> ExchangeAsync(string code, Device? device = null) => (device ?? Device).SendAsync(App, proving => ExchangeAsync(code, proving));

    public Task<Answer> ExchangeAsync(string code, ClientApp app) => app.PostAsync(
        Paths.Token, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Code.RedirectUri), ("code_verifier", Code.Verifier));

    public Task<Answer> RefreshAsync(string token) => Device.SendAsync(App, proving => proving.RefreshAsync(token));

    public async Task<Answer> SignInAsync(AuthUser user) => await ExchangeAsync((await AuthorizeAsync(user)).Code!);

    public void Dispose()
    {
        Code.Dispose();
        Device.Dispose();
    }
}
