using Microsoft.Extensions.Logging;

namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>
/// Makes the cluster once. <c>initdb</c> works in a folder of its own that is renamed when it is complete, so that one which was
/// killed halfway leaves nothing that looks like a cluster, and a complete cluster is never made again.
/// </summary>
internal sealed class ClusterInitializer(ClusterLayout layout, PostgreSqlBinaries binaries, ServerAccount account, ILogger logger)
{
    public async Task EnsureAsync(bool durable, StartupProgress progress, CancellationToken cancellationToken)
    {
        RemoveUnfinished();
        if (layout.ClusterVersion is not null)
        {
            return;
        }

        var name = $"initdb-{Guid.NewGuid():N}";
        var folder = Path.Combine(layout.DataDirectory, name);
        Directory.CreateDirectory(folder);
        DataFolders.SetMode(folder, DataFolders.OwnerOnly);
        await account.GiveAsync(folder, cancellationToken);
        var initdb = account.Command(layout.DataDirectory, binaries.InitDb, Arguments(name, durable)).RunAsync(cancellationToken);
        var result = await progress.DuringAsync(initdb, "initdb to make the development database");
        result.ThrowIfFailed($"initdb could not make the development database in {layout.DataDirectory}");
        Directory.Move(folder, layout.Cluster);
        EmbeddedPostgreSqlLog.ClusterMade(logger, binaries.MajorVersion, layout.DataDirectory);
    }

    private static string[] Arguments(string folder, bool durable)
    {
        string[] always = ["-D", folder, "-U", ClusterLayout.Superuser, "-E", "UTF8", "--locale=C.UTF-8", "--auth-local=peer", "--auth-host=reject"];
        return durable ? always : [.. always, "--no-sync"];
    }

    // An initdb that outlived its server may still write here; then the rest of it goes at the next start.
    private void RemoveUnfinished()
    {
        foreach (var folder in Directory.EnumerateDirectories(layout.DataDirectory, layout.UnfinishedPattern))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                continue;
            }
        }
    }
}
