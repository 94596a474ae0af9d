using AuthServer.Core.Keys;
using Microsoft.Extensions.Options;

namespace AuthServer.Keys;

/// <summary>Keeps this node's keys in step with those of the other nodes: signing keys from the database, master keys from their file.</summary>
public sealed partial class KeyMaintenance(
    SigningKeyRing signingKeys, RefreshTokenKeyRing refreshTokenKeys, IOptions<SigningKeyOptions> options, TimeProvider time, ILogger<KeyMaintenance> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ReloadInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Trouble with one kind of keys is no reason to miss changes of the other.
            await TryAsync(() => Task.Run(refreshTokenKeys.Reload, stoppingToken), stoppingToken);
            await TryAsync(() => signingKeys.RefreshAsync(stoppingToken), stoppingToken);
        }
    }

    /// <summary>What is loaded goes on serving; the next tick tries again.</summary>
    private async Task TryAsync(Func<Task> reload, CancellationToken stoppingToken)
    {
        try
        {
            await reload();
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(logger, exception);
        }
    }

    [LoggerMessage(3001, LogLevel.Warning, "The keys could not be reloaded; those at hand stay in use")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
