using AuthServer.Core.Clients;
using AuthServer.Core.Users;

namespace AuthServer.Core.Audit;

/// <summary>The written forms of who did something.</summary>
public static class Actors
{
    public const string Server = "server";

    public static string Client(ClientId id) => $"client:{id}";

    public static string User(UserId id) => $"user:{id}";
}
