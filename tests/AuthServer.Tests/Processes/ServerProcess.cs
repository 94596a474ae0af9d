namespace AuthServer.Tests.Processes;

/// <summary>The server as a process: in Development, with the clients of <see cref="TestClient"/> and one user beside the development seed.</summary>
internal static class ServerProcess
{
    public const string UserName = "processes@example.com";
    public const string Password = "Passw0rd!";

    // Behind those of the development settings, whose lists these are merged with.
    private const int FirstIndex = 50;

    /// <param name="issuer">Shared by all nodes; null for one that stands alone, which is its own.</param>
    public static HostProcess Create(string connectionString, string masterKey, string? issuer = null)
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__AuthServer"] = connectionString,
            ["AuthServer__MasterKey"] = masterKey,
            [$"AuthServer__Users__{FirstIndex}__UserName"] = UserName,
            [$"AuthServer__Users__{FirstIndex}__Password"] = Password,
        };
        foreach (var (index, client) in TestClient.All.Index())
        {
            foreach (var (name, value) in client.Declaration($"AuthServer__Clients__{FirstIndex + index}"))
            {
                settings[name] = value;
            }
        }

        var server = new HostProcess("AuthServer", "/health/ready", settings);
        settings["AuthServer__Issuer"] = issuer ?? server.Address.OriginalString;
        return server;
    }
}
