using AuthServer.Core.Revocation;

namespace AuthServer.Endpoints;

/// <summary>Runs the watch over the revocation feed. It ends when the host begins to stop, before the listener waits for requests under way: polls are answered at once.</summary>
internal sealed class RevocationWatching(RevocationWatch watch, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => watch.RunAsync(lifetime.ApplicationStopping);
}
