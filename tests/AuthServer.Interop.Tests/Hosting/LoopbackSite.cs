using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace AuthServer.Interop.Tests.Hosting;

/// <summary>A small web site of a test's own, at an origin of its own.</summary>
internal sealed class LoopbackSite : IAsyncDisposable
{
    private readonly WebApplication _application;

    private LoopbackSite(WebApplication application) => _application = application;

    public string Origin => _application.Urls.Single();

    public static async Task<LoopbackSite> StartAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        map(application);
        await application.StartAsync();
        return new LoopbackSite(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
