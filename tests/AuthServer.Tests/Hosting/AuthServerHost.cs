using System.Net;
using System.Security.Cryptography.X509Certificates;
using AuthServer.Configuration;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Processes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AuthServer.Tests.Hosting;

/// <summary>The whole server in this process, over a test database and behind a real socket.</summary>
public sealed class AuthServerHost : WebApplicationFactory<HostMarker>
{
    public const string Password = "Passw0rd!";

    private readonly HostSettings _settings;
    private readonly string _contentRoot = Directory.CreateTempSubdirectory("authserver-host-").FullName;
    private HttpClient? _http;

    private AuthServerHost(TestDatabase database, HostSettings settings)
    {
        (Database, _settings) = (database, settings);
        Port = settings.Port ?? FreePort.Take();
        if (settings.Certificate is { } certificate)
        {
            UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Port, listen => listen.UseHttps(certificate)));
        }
        else
        {
            UseKestrel(Port);
        }
    }

    public TestDatabase Database { get; }

    public int Port { get; }

    public string Address => $"{(_settings.Certificate is null ? "http" : "https")}://127.0.0.1:{Port}";

    public string Issuer => _settings.Issuer ?? Address;

    public HttpClient Http => _http ??= Connect();

    /// <summary>A client of its own, whose connections are made with a certificate, if one is given.</summary>
    public HttpClient Connect(X509Certificate2? certificate = null)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Equals(_settings.Certificate) == true;
        if (certificate is not null)
        {
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        return new HttpClient(handler) { BaseAddress = new Uri(Address) };
    }

    public static async Task<AuthServerHost> StartAsync(TestDatabase database, HostSettings? settings = null)
    {
        var host = new AuthServerHost(database, settings ?? new HostSettings());
        await Task.Run(host.StartServer);
        return host;
    }

    /// <summary>The server as <paramref name="client"/> sees it.</summary>
    public ClientApp As(ClientDeclaration client) => new(Http, client.Id, client.Secret);

    /// <summary>A confirmed user with <see cref="Password"/>.</summary>
    public async Task<AuthUser> CreateUserAsync(string? role = null)
    {
        await using var scope = Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<AuthUserManager>();
        var name = $"user-{Guid.NewGuid():N}@example.com";
        var user = new AuthUser { Id = Guid.CreateVersion7(), UserName = name, Email = name, EmailConfirmed = true };
        Require(await users.CreateAsync(user, Password));
        if (role is not null)
        {
            var roles = scope.ServiceProvider.GetRequiredService<RoleManager<AuthRole>>();
            Require(await roles.RoleExistsAsync(role) ? IdentityResult.Success : await roles.CreateAsync(new AuthRole { Name = role }));
            Require(await users.AddToRoleAsync(user, role));
        }

        return user;
    }

    public override async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await base.DisposeAsync();
        Directory.Delete(_contentRoot, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        // An empty folder: the declarations of the checkout's own settings stay out, and so does its log to the console.
        builder.UseEnvironment(Environments.Development).UseContentRoot(_contentRoot)
            .UseSetting("ConnectionStrings:AuthServer", Database.ConnectionString)
            .UseSetting("AuthServer:Issuer", Issuer)
            .UseSetting("AuthServer:MasterKey", _settings.MasterKey);
        builder.ConfigureTestServices(services =>
        {
            services.Configure<AuthServerOptions>(options =>
            {
                TestClients.Scopes.ToList().ForEach(options.Scopes.Add);
                _settings.Clients.ToList().ForEach(options.Clients.Add);
            });
            services.AddSingleton(_settings.Pace);
            services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1);
            _settings.Services(services);
        });
    }

    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(result.ToString());
        }
    }
}
