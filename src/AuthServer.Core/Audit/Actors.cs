using AuthServer.Core.Clients;
using AuthServer.Core.Users;

namespace AuthServer.Core.Audit;

/// <summary>The written forms of who did something.</summary>
public static class Actors
{
    public const string Server = "server";

    public static string Client(ClientId id) => $"client:{id}";

    public static string User(UserId id) => $"user:{id}";

    /// <summary>A user who acts as an administrator, on the pages or through the administration API.</summary>
    public static string Administrator(UserId id) => $"admin:{id}";

    /// <summary>Whoever runs a command on a node, by the account of its operating system.</summary>
    public static string Operator(string account) => $"operator:{account}";
}
