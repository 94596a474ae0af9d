using System.Security.Cryptography;
using System.Text;

namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>Where the development database lives and how this process uses it.</summary>
public sealed record EmbeddedPostgreSqlOptions
{
    /// <summary>The folder that holds the cluster, its configuration, log and locks; created when missing.</summary>
    public required string DataDirectory { get; init; }

    public EmbeddedPostgreSqlUse Use { get; init; } = EmbeddedPostgreSqlUse.Own;

    /// <summary>Server settings (<c>postgresql.conf</c> names) over the defaults; they count from PostgreSQL's next start on.</summary>
    public IReadOnlyDictionary<string, string> ServerSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The folder for one checkout: <c>.data/postgresql</c> inside it; for root, whose files PostgreSQL's own account
    /// often cannot reach, a folder under <c>/var/lib</c> that is named after the checkout's path.
    /// </summary>
    public static string DefaultDataDirectory(string checkoutRoot)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(checkoutRoot));
        return Environment.IsPrivilegedProcess ? Path.Combine("/var/lib/authserver-dev", ShortHash(root)) : Path.Combine(root, ".data", "postgresql");
    }

    internal static string ShortHash(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 8));
}
