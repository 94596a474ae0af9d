using AuthServer.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Hosting;

namespace AuthServer.Browser.Tests.Demo;

/// <summary>The demo web application behind a socket.</summary>
internal sealed class DemoWeb : WebApplicationFactory<WebMarker>
{
    private readonly string _issuer;
    private readonly string _api;

    public DemoWeb(int port, string issuer, string api)
    {
        (_issuer, _api) = (issuer, api);
        UseKestrel(port);
        StartServer();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseEnvironment(Environments.Development)
        .UseSetting("AuthServer:Session:Issuer", _issuer)
        .UseSetting("AuthServer:Web:Api", _api)
        .UseSetting("Logging:LogLevel:Default", "None");
}
