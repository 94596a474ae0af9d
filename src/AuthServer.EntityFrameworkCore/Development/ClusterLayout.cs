using System.Globalization;
using System.Text;
using Npgsql;

namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>Which file is where. Only the cluster, its log and its socket belong to PostgreSQL's account.</summary>
internal sealed record ClusterLayout(string DataDirectory)
{
    public const string Superuser = "authserver";
    public const string Database = "authserver";

    private const int Port = 5432;

    // sockaddr_un holds 108 bytes, the last of them a zero.
    private const int LongestSocketPath = 107;

    /// <summary>Appears complete, by a rename, or not at all.</summary>
    public string Cluster => Path.Combine(DataDirectory, "cluster");

    public string UnfinishedPattern => "initdb-*";

    public string VersionFile => Path.Combine(Cluster, "PG_VERSION");

    public string ProcessFile => Path.Combine(Cluster, "postmaster.pid");

    public string Log => Path.Combine(DataDirectory, "postgres.log");

    public string Configuration => Path.Combine(DataDirectory, "postgresql.conf");

    public string HostAccess => Path.Combine(DataDirectory, "pg_hba.conf");

    public string UserMap => Path.Combine(DataDirectory, "pg_ident.conf");

    public string OwnerLock => Path.Combine(DataDirectory, "owner.lock");

    public string OwnerNote => Path.Combine(DataDirectory, "owner.pid");

    /// <summary>Held exclusively while PostgreSQL is being made, started or stopped.</summary>
    public string ChangeLock => Path.Combine(DataDirectory, "change.lock");

    /// <summary>Held shared by everybody who uses PostgreSQL, so that the last one knows to stop it.</summary>
    public string UsersLock => Path.Combine(DataDirectory, "users.lock");

    public string SocketDirectory { get; } = ChooseSocketDirectory(DataDirectory);

    public string SocketFile => SocketIn(SocketDirectory);

    public int? ClusterVersion =>
        File.Exists(VersionFile) ? int.Parse(File.ReadAllText(VersionFile).Trim(), CultureInfo.InvariantCulture) : null;

    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder { Host = SocketDirectory, Port = Port, Username = Superuser, Database = database }.ConnectionString;

    // Beside the data where the path is short and plain; else in a place that is, of which others cannot make themselves master.
    private static string ChooseSocketDirectory(string dataDirectory)
    {
        var beside = Path.Combine(dataDirectory, "socket");
        if (Encoding.UTF8.GetByteCount(SocketIn(beside)) <= LongestSocketPath && beside.All(IsPlain))
        {
            return beside;
        }

        var hash = EmbeddedPostgreSqlOptions.ShortHash(dataDirectory);
        return Environment.IsPrivilegedProcess
            ? $"/run/authserver-dev/{hash}"
            : Path.Combine(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 and < 60 } own ? own : "/tmp", $"authserver-{hash}");
    }

    // A comma separates hosts for Npgsql and directories for PostgreSQL.
    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or ' ';

    private static string SocketIn(string directory) => Path.Combine(directory, $".s.PGSQL.{Port}");
}
