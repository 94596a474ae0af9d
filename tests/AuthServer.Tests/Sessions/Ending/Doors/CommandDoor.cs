using AuthServer.Tests.Account;
using AuthServer.Tests.Commands;

namespace AuthServer.Tests.Sessions.Ending.Doors;

/// <summary>Commands of the server's program: each in a host of its own, which works on the database while the server runs.</summary>
internal static class CommandDoor
{
    public static AdministratorDoor Door { get; } = new("command", CommandServer.Operator, Ip: "", new Dictionary<string, Func<EndingScene, Task>>
    {
        ["session ended"] = scene => EndAsync(scene, "sessions", "revoke", $"{scene.Session(Parts.This)}"),
        ["session ended without its sign-in"] = scene => EndAsync(scene, "sessions", "revoke", $"{scene.Session(Parts.This)}", "--keep-sign-ins"),
        ["selection ended"] = scene => EndAsync(scene, "sessions", "revoke", $"{scene.Session(Parts.This)}", $"{scene.Session(Parts.Elsewhere)}"),
        ["all of a user ended"] = scene => EndAsync(scene, "sessions", "revoke", "--user", scene.User.UserName!),
        ["all of a client ended"] = scene => EndAsync(scene, "sessions", "revoke", "--client", "shop"),
        ["incident"] = scene => EndAsync(scene, "sessions", "revoke", "--user", scene.User.UserName!, "--client", $"{scene.ClientOf(Parts.This)}"),
        ["account disabled"] = scene => EndAsync(scene, "user", "disable", scene.User.UserName!),
        ["account locked"] = scene => EndAsync(scene, "user", "lock", scene.User.UserName!),
        ["account unlocked"] = scene => RunAsync(scene, "user", "unlock", scene.User.UserName!),
        ["account deleted"] = scene => EndAsync(scene, "user", "delete", scene.User.UserName!),
        ["password reset"] = scene => EndAsync(scene, "user", "reset-password", scene.User.UserName!),
        ["second factor reset"] = ResetSecondFactorAsync,
        ["role taken away"] = scene => EndAsync(scene, "user", "remove-role", scene.User.UserName!, EndingScene.Role),
        ["client disabled"] = scene => EndAsync(scene, "client", "disable", "shop"),
        ["client deleted"] = DeleteShopAsync,
    });

    private static Task EndAsync(EndingScene scene, params string[] arguments) => RunAsync(scene, [.. arguments, "--yes"]);

    private static async Task RunAsync(EndingScene scene, params string[] arguments)
    {
        var result = await scene.Server.Command.RunAsync([.. arguments, "--note", EndingScene.Note]);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"It was not done: {result.ExitCode} {result.Aside}");
        }
    }

    private static async Task ResetSecondFactorAsync(EndingScene scene)
    {
        await scene.Server.Host.GiveAuthenticatorAsync(scene.User);
        await EndAsync(scene, "user", "reset-second-factor", scene.User.UserName!);
    }

    private static async Task DeleteShopAsync(EndingScene scene)
    {
        await scene.Server.ReleaseShopAsync();
        await EndAsync(scene, "client", "delete", "shop");
    }
}
