using System.Net;
using System.Security.Cryptography.X509Certificates;
using AuthServer.Client.AspNetCore.BackChannel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AuthServer.Client.AspNetCore.Tests.Hosting;

/// <summary>A web application with a session, behind a real socket.</summary>
internal sealed class BackEnd : IAsyncDisposable
{
    private readonly WebApplication _application;

    private BackEnd(WebApplication application, string address, X509Certificate2? certificate)
    {
        (_application, Address) = (application, address);
        Http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Equals(certificate) == true },
        })
        { BaseAddress = new Uri(address) };
    }

    public string Address { get; }

    public HttpClient Http { get; }

    public BackChannelFaults Faults { get; private init; } = new();

    public LogLines Log { get; private init; } = new();

    public LogoutNotices Notices { get; private init; } = new();

    public static async Task<BackEnd> StartAsync(
        int port, Action<AuthServerSessionOptions> configure, X509Certificate2? certificate = null, string environment = "Development", DirectoryInfo? keys = null,
        IXmlRepository? keyStorage = null, TimeProvider? time = null)
    {
        var (faults, log, notices) = (new BackChannelFaults(), new LogLines(), new LogoutNotices());
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateOnBuild = provider.ValidateScopes = true);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.Services.AddRouting();
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.Services.AddAuthServerSession(configure);
        builder.Services.AddSingleton<ILogoutListener>(notices);
        builder.Services.AddHttpClient(AuthServerClientDefaults.HttpClientName).AddHttpMessageHandler(() => new BackChannelFaults.Handler(faults));
        if (keyStorage is not null)
        {
            builder.Services.AddDataProtection().SetApplicationName("web");
            builder.Services.Configure<KeyManagementOptions>(options => options.XmlRepository = keyStorage);
        }
        else if (keys is null)
        {
            builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        }
        else
        {
            builder.Services.AddDataProtection().PersistKeysToFileSystem(keys).SetApplicationName("web");
        }

        var application = builder.Build();
        application.UseRouting();
        application.MapAuthServerSession();
        await application.StartAsync();
        return new BackEnd(application, $"{(certificate is null ? "http" : "https")}://127.0.0.1:{port}", certificate) { Faults = faults, Log = log, Notices = notices };
    }

    /// <summary>What the library for browsers sends.</summary>
    public Task<PageAnswer> PostAsync(string path, CookieJar jar, params (string Name, string? Value)[] changes)
    {
        var headers = new Dictionary<string, string?>
        {
            ["X-Requested-With"] = "authserver-client",
            ["Origin"] = Address,
            ["Sec-Fetch-Site"] = "same-origin",
            ["Sec-Fetch-Mode"] = "same-origin",
            ["Sec-Fetch-Dest"] = "empty",
        };
        changes.ToList().ForEach(change => headers[change.Name] = change.Value);
        return SendAsync(HttpMethod.Post, path, jar, headers);
    }

    public async Task<PageAnswer> RefreshAsync(CookieJar jar) => await PostAsync("/auth/refresh", jar);

    /// <summary>What a browser sends when it goes to a page.</summary>
    public Task<PageAnswer> OpenAsync(string path, CookieJar jar, params (string Name, string? Value)[] changes)
    {
        var headers = new Dictionary<string, string?> { ["Sec-Fetch-Site"] = "none", ["Sec-Fetch-Mode"] = "navigate", ["Sec-Fetch-Dest"] = "document" };
        changes.ToList().ForEach(change => headers[change.Name] = change.Value);
        return SendAsync(HttpMethod.Get, path, jar, headers);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private async Task<PageAnswer> SendAsync(HttpMethod method, string path, CookieJar jar, Dictionary<string, string?> headers)
    {
        using var request = new HttpRequestMessage(method, path);
        headers["Cookie"] = jar.HeaderFor(path);
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request);
        return await PageAnswer.OfAsync(response);
    }
}
