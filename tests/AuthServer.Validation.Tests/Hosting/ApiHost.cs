using System.Net.Http.Headers;
using AuthServer.Api;
using AuthServer.Protocol.Jose;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthServer.Validation.Tests.Hosting;

/// <summary>The API with a fake issuer behind it and a clock of the test's.</summary>
public sealed class ApiHost : WebApplicationFactory<ApiMarker>
{
    private readonly Dictionary<string, string> settings = [];

    private ApiHost(FakeIssuer issuer) => Issuer = issuer;

    public FakeIssuer Issuer { get; }

    public ManualTime Time { get; } = new();

    public LogCapture Log { get; } = new();

    public Action<IServiceCollection>? ConfigureServices { get; init; }

    public static async Task<ApiHost> StartAsync(Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings)
    {
        var host = new ApiHost(await FakeIssuer.StartAsync()) { ConfigureServices = services };
        host.settings["Issuer"] = host.Issuer.Url;

        // Where nothing else is said, revocations are not followed and the issuer is asked for its keys alone.
        host.settings["Revocations:ClientId"] = host.settings["Revocations:ClientSecret"] = "";
        foreach (var (key, value) in settings)
        {
            host.settings[key] = value;
        }

        return host;
    }

    public Token Token(SigningKey? key = null) => new(key ?? Issuer.Key, Issuer.Url, Time.GetUtcNow());

    public Task<HttpResponseMessage> GetAsync(string? token, string path = "/api/me") => SendAsync(HttpMethod.Get, path, token);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await Client.SendAsync(request);
    }

    public HttpClient Client => field ??= CreateClient();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in settings)
        {
            builder.UseSetting($"AuthServer:Validation:{key}", value);
        }

        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Log).AddFilter<LogCapture>(category: null, LogLevel.Trace));
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            ConfigureServices?.Invoke(services);
        });
    }
}
