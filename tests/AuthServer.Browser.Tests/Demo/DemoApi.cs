using AuthServer.Api;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Hosting;

namespace AuthServer.Browser.Tests.Demo;

/// <summary>The separate API behind a socket, which the demo's page may call.</summary>
internal sealed class DemoApi : WebApplicationFactory<ApiMarker>
{
    private readonly string _issuer;
    private readonly string _page;

    public DemoApi(int port, string issuer, string page)
    {
        (_issuer, _page) = (issuer, page);
        UseKestrel(port);
        StartServer();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseEnvironment(Environments.Development)
        .UseSetting("AuthServer:Validation:Issuer", _issuer)
        .UseSetting("AuthServer:Api:Origins:0", _page)
        .UseSetting("Logging:LogLevel:Default", "None");
}
