using AuthServer.Configuration;
using AuthServer.Devices;
using AuthServer.Endpoints;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Account;
using AuthServer.Tests.Hosting;

namespace AuthServer.Tests.Devices;

/// <summary>A device that has been given codes, and a user's browser somewhere else.</summary>
internal sealed class DeviceFlow : IDisposable
{
    public const string Grant = "urn:ietf:params:oauth:grant-type:device_code";

    private const string CodeField = "user_code";

    private readonly DeviceServer _server;

    private DeviceFlow(DeviceServer server, ClientApp client, Answer started)
    {
        (_server, Client, Started) = (server, client, started);
        Browser = new ProgrammaticBrowser(server.Host.Issuer);
    }

    public ProgrammaticBrowser Browser { get; }

    public ClientApp Client { get; }

    /// <summary>The answer of the device authorization endpoint.</summary>
    public Answer Started { get; }

    public string DeviceCode => Started.Json.GetProperty("device_code").GetString()!;

    public string UserCode => Started.Json.GetProperty("user_code").GetString()!;

    public static async Task<DeviceFlow> StartAsync(DeviceServer server, ClientDeclaration? client = null, string scope = "openid offline_access api")
    {
        var app = server.Host.As(client ?? DeviceClients.Tv);
        return new DeviceFlow(server, app, await app.PostAsync(Paths.DeviceAuthorization, ("scope", scope)));
    }

    /// <summary>The device asks.</summary>
    public Task<Answer> PollAsync(ClientApp? client = null) => (client ?? Client).PostAsync(Paths.Token, ("grant_type", Grant), ("device_code", DeviceCode));

    /// <summary>Time passes for the device alone: it may ask again.</summary>
    public Task WaitAsync() => _server.Database.ExecuteAsync("UPDATE one_time_artefacts SET polled_at = polled_at - interval '1 hour'");

    /// <summary>Signs the user in, goes to the page and types the code.</summary>
    public async Task<Visit.Page> TypeAsync(AuthUser user, string? code = null)
    {
        await Browser.SignInAtAsync(user);
        return await TypeAsync(code);
    }

    public async Task<Visit.Page> TypeAsync(string? code = null) =>
        await Browser.SendAsync(await Browser.GoToAsync(DevicePaths.Verification), CodeField, (CodeField, code ?? UserCode));

    /// <summary>Presses a button of the page that asks.</summary>
    public async Task<Visit.Page> AnswerAsync(Visit.Page page, string answer)
    {
        var form = page.FormWith(CodeField) ?? throw new InvalidOperationException($"The page asks nothing: {page}");
        return (await Browser.SubmitAsync(form, form.Buttons.Single(button => button.Value == answer))).AsPage();
    }

    public async Task<Visit.Page> AllowAsync(AuthUser user) => await AnswerAsync(await TypeAsync(user), "allow");

    public void Dispose() => Browser.Dispose();
}
