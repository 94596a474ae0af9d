using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>
/// Starts and stops PostgreSQL on one cluster. <c>pg_ctl</c> gives it a session, a log file and a parent of its own: it hears no Ctrl-C
/// of ours, holds no pipe of ours, and can be adopted when we are killed.
/// </summary>
internal sealed class ClusterLauncher(ClusterLayout layout, PostgreSqlBinaries binaries, ServerAccount account, ILogger logger)
{
    private const long LargestLog = 8 * 1024 * 1024;

    private static readonly TimeSpan OrphanPatience = TimeSpan.FromSeconds(30);

    public async Task StartAsync(ClusterConfiguration configuration, StartupProgress progress, CancellationToken cancellationToken)
    {
        await WaitForOrphansAsync(progress, cancellationToken);
        await DataFolders.EnsureSocketAsync(layout.SocketDirectory, account, cancellationToken);
        RemoveLeftovers();
        await PrepareLogAsync(cancellationToken);
        configuration.Write();
        await LaunchAsync(progress, cancellationToken);
    }

    /// <summary>Fast shutdown: sessions are cut off, everything committed is written, nothing is left to recover.</summary>
    public async Task StopAsync()
    {
        if (ClusterProcess.FindPostmaster(layout) is null)
        {
            return;
        }

        var fast = await PgCtl("stop", "-m", "fast", "-w", "-t", "60").RunAsync(CancellationToken.None);
        if (fast.ExitCode != 0 && ClusterProcess.FindPostmaster(layout) is not null)
        {
            var immediate = await PgCtl("stop", "-m", "immediate", "-w", "-t", "30").RunAsync(CancellationToken.None);
            immediate.ThrowIfFailed($"PostgreSQL on {layout.DataDirectory} does not stop");
        }

        EmbeddedPostgreSqlLog.Stopped(logger, layout.DataDirectory);
    }

    private async Task LaunchAsync(StartupProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            var start = PgCtl("start", "-w", "-t", "600", "-l", Path.GetFileName(layout.Log), "-o", $"--config-file={Path.GetFileName(layout.Configuration)}");
            var result = await progress.DuringAsync(start.RunAsync(cancellationToken), "PostgreSQL to start");
            if (result.ExitCode != 0 || ClusterProcess.FindPostmaster(layout) is not { } id)
            {
                throw new InvalidOperationException(
                    $"PostgreSQL did not start on {layout.DataDirectory}; its log {layout.Log} ends: {string.Join(" | ", File.ReadLines(layout.Log).TakeLast(5))}");
            }

            EmbeddedPostgreSqlLog.Started(logger, binaries.MajorVersion, id, layout.DataDirectory);
        }
        catch (OperationCanceledException)
        {
            // pg_ctl is gone, but what it had begun may be up.
            await StopAsync();
            throw;
        }
    }

    // Paths are relative to the folder, because pg_ctl hands them through a shell without escaping them.
    private ProcessStartInfo PgCtl(string action, params IEnumerable<string> arguments) =>
        account.Command(layout.DataDirectory, binaries.PgCtl, [action, "-D", Path.GetFileName(layout.Cluster), .. arguments]);

    // Backends outlive a killed postmaster until they notice; a new one refuses to start beside them.
    private async Task WaitForOrphansAsync(StartupProgress progress, CancellationToken cancellationToken)
    {
        var deadline = Environment.TickCount64 + (long)OrphanPatience.TotalMilliseconds;
        while (ClusterProcess.FindAll(layout) is [var first, ..])
        {
            if (Environment.TickCount64 > deadline)
            {
                throw new InvalidOperationException($"Process {first}, of a PostgreSQL that is gone, still uses {layout.Cluster}: end it.");
            }

            await progress.PauseAsync("processes of a PostgreSQL that was killed to end", cancellationToken);
        }
    }

    // No process of this cluster is left, so its notes are stale; PostgreSQL would believe them if their process id were in use again.
    private void RemoveLeftovers()
    {
        File.Delete(layout.ProcessFile);
        File.Delete(layout.SocketFile);
        File.Delete(layout.SocketFile + ".lock");
    }

    private async Task PrepareLogAsync(CancellationToken cancellationToken)
    {
        var log = new FileInfo(layout.Log);
        if (log.Exists && log.Length > LargestLog)
        {
            File.Move(layout.Log, layout.Log + ".1", overwrite: true);
        }

        await File.AppendAllTextAsync(layout.Log, "", cancellationToken);
        await account.GiveAsync(layout.Log, cancellationToken);
    }
}
