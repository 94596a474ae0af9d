using AuthServer.Api;
using AuthServer.Tests.Hosting;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Hosting;

namespace AuthServer.Interop.Tests.Hosting;

/// <summary>The separate API behind a socket, for one server's tokens: what clients have their tokens for.</summary>
internal sealed class ApiServer : WebApplicationFactory<ApiMarker>
{
    private readonly string _issuer;

    public ApiServer(AuthServerHost issuer)
    {
        _issuer = issuer.Issuer;
        UseKestrel(0);
        StartServer();
    }

    public string Address => ClientOptions.BaseAddress.GetLeftPart(UriPartial.Authority);

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseEnvironment(Environments.Development)
        .UseSetting("AuthServer:Validation:Issuer", _issuer)
        .UseSetting("Logging:LogLevel:Default", "None");
}
