using System.Globalization;

namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>Finds PostgreSQL processes by what the kernel says of them; a process id in a file proves nothing once the id is reused.</summary>
internal static class ClusterProcess
{
    /// <summary>The running postmaster of this cluster.</summary>
    public static int? FindPostmaster(ClusterLayout layout) =>
        NotedId(layout.ProcessFile) is { } id && RealPath(layout) is { } cluster && IsOf(cluster, id) ? id : null;

    /// <summary>Every PostgreSQL process on this cluster, such as backends that outlive a killed postmaster for a moment.</summary>
    public static IReadOnlyList<int> FindAll(ClusterLayout layout) =>
        RealPath(layout) is not { } cluster
            ? []
            : [.. Directory.EnumerateDirectories("/proc")
                .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(id => id > 0 && IsOf(cluster, id))];

    private static int? NotedId(string processFile)
    {
        try
        {
            return int.TryParse(File.ReadLines(processFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    // A server process of PostgreSQL works inside its data folder; after an upgrade of the package the name ends in " (deleted)".
    private static bool IsOf(string cluster, int id) =>
        Link($"/proc/{id}/cwd") == cluster && Path.GetFileName(Link($"/proc/{id}/exe"))?.Split(' ')[0] == "postgres";

    // The kernel resolves every symbolic link on the way; Path.GetFullPath resolves none.
    private static string? RealPath(ClusterLayout layout)
    {
        if (!File.Exists(layout.VersionFile))
        {
            return null;
        }

        using var version = File.OpenHandle(layout.VersionFile, share: FileShare.ReadWrite);
        return Path.GetDirectoryName(Link($"/proc/self/fd/{version.DangerousGetHandle()}"));
    }

    private static string? Link(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: false)?.FullName;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
