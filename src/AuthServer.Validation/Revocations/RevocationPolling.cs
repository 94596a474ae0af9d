using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Hosting;

namespace AuthServer.Validation.Revocations;

/// <summary>Runs the poller of every scheme that has one.</summary>
internal sealed class RevocationPolling(IAuthenticationSchemeProvider schemes, RevocationFeeds feeds) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var all = await schemes.GetAllSchemesAsync();
        await Task.WhenAll(all
            .Where(scheme => scheme.HandlerType == typeof(AuthServerBearerHandler))
            .Select(scheme => feeds.PollerFor(scheme.Name))
            .Select(poller => poller?.RunAsync(stoppingToken) ?? Task.CompletedTask));
    }
}
