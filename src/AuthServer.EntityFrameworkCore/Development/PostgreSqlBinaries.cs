using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>One PostgreSQL installation: <c>initdb</c>, <c>postgres</c> and <c>pg_ctl</c> beside each other.</summary>
internal sealed partial record PostgreSqlBinaries(string Directory, int MajorVersion)
{
    private const string PackagesRoot = "/usr/lib/postgresql";

    private static readonly string[] Programs = ["initdb", "postgres", "pg_ctl"];

    public string InitDb => Path.Combine(Directory, "initdb");

    public string Postgres => Path.Combine(Directory, "postgres");

    public string PgCtl => Path.Combine(Directory, "pg_ctl");

    /// <summary>The newest installation, or the one that made an existing cluster: a major version cannot read another's files.</summary>
    public static PostgreSqlBinaries Find(int? clusterVersion, string dataDirectory) =>
        Find(clusterVersion, dataDirectory, PackagesRoot, Environment.GetEnvironmentVariable("PATH"));

    internal static PostgreSqlBinaries Find(int? clusterVersion, string dataDirectory, string packagesRoot, string? path)
    {
        var installed = Packaged(packagesRoot).Concat(OnPath(path));
        if (installed.FirstOrDefault(binaries => clusterVersion is null || binaries.MajorVersion == clusterVersion) is { } found)
        {
            return found;
        }

        throw new InvalidOperationException(clusterVersion is { } version
            ? $"The development database in {dataDirectory} was made by PostgreSQL {version}, which is not installed: "
                + $"sudo apt-get install -y postgresql-{version}   (or delete the folder to begin anew)"
            : "The development database needs PostgreSQL, which is not installed: sudo apt-get install -y postgresql");
    }

    // Debian keeps every major version in a folder of its own; those come first, since what PATH offers may be a wrapper.
    private static IEnumerable<PostgreSqlBinaries> Packaged(string root) =>
        System.IO.Directory.Exists(root)
            ? System.IO.Directory.EnumerateDirectories(root)
                .Select(folder => (Bin: Path.Combine(folder, "bin"), Name: Path.GetFileName(folder)))
                .Where(candidate => int.TryParse(candidate.Name, CultureInfo.InvariantCulture, out _) && IsComplete(candidate.Bin))
                .Select(candidate => new PostgreSqlBinaries(candidate.Bin, int.Parse(candidate.Name, CultureInfo.InvariantCulture)))
                .OrderByDescending(binaries => binaries.MajorVersion)
            : [];

    private static IEnumerable<PostgreSqlBinaries> OnPath(string? path) =>
        (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(folder => Path.IsPathRooted(folder) && IsComplete(folder))
            .Select(folder => (Folder: folder, Version: AskVersion(Path.Combine(folder, "postgres"))))
            .Where(candidate => candidate.Version is not null)
            .Select(candidate => new PostgreSqlBinaries(candidate.Folder, candidate.Version!.Value));

    private static bool IsComplete(string folder) => Programs.All(program => File.Exists(Path.Combine(folder, program)));

    private static int? AskVersion(string postgres)
    {
        using var process = Process.Start(new ProcessStartInfo(postgres, "--version") { RedirectStandardOutput = true })!;
        var answer = VersionNumber().Match(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        return answer.Success ? int.Parse(answer.ValueSpan, CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex(@"(?<=\(PostgreSQL\) )\d+")]
    private static partial Regex VersionNumber();
}
