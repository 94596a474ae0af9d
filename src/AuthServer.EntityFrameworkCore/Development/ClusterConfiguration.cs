namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>
/// PostgreSQL's configuration, written anew at each start: one Unix socket that two accounts can reach, no TCP, and no password:
/// the kernel vouches for who connects (peer authentication).
/// </summary>
internal sealed record ClusterConfiguration(ClusterLayout Layout, ServerAccount Account, IReadOnlyDictionary<string, string> Overrides)
{
    private const string Map = "development";

    public void Write()
    {
        File.WriteAllLines(Layout.Configuration, Settings().Select(setting => $"{setting.Key} = {Quote(setting.Value)}"));
        File.WriteAllLines(Layout.HostAccess, [$"local all all peer map={Map}"]);
        File.WriteAllLines(Layout.UserMap, Account.Clients.Select(client => $"{Map} \"{client}\" {ClusterLayout.Superuser}"));
        foreach (var file in new[] { Layout.Configuration, Layout.HostAccess, Layout.UserMap })
        {
            DataFolders.SetMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }

    // Of two lines for one setting PostgreSQL takes the last.
    private IEnumerable<KeyValuePair<string, string>> Settings() => new Dictionary<string, string>
    {
        ["hba_file"] = Layout.HostAccess,
        ["ident_file"] = Layout.UserMap,
        ["listen_addresses"] = "",
        ["unix_socket_directories"] = $"\"{Layout.SocketDirectory}\"",
        ["unix_socket_permissions"] = "0700",
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
    }.Concat(Overrides);

    private static string Quote(string value) =>
        $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
