using AuthServer.Pages.Admin;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Account;
using AuthServer.Tests.Admin;

namespace AuthServer.Tests.Sessions.Ending.Doors;

/// <summary>The pages under <c>/admin</c>, in the browser of an administrator: each asks first, and the form is sent as it stands.</summary>
internal static class AdminPageDoor
{
    public static AdministratorDoor Door { get; } = new("admin page", "admin:{administrator}", "127.0.0.1", new Dictionary<string, Func<EndingScene, Task>>
    {
        ["session ended"] = scene => ConfirmAsync(scene, End($"id={scene.Session(Parts.This)}")),
        ["session ended without its sign-in"] = EndWithoutSignInAsync,
        ["selection ended"] = scene => ConfirmAsync(scene, End($"id={scene.Session(Parts.This)}&id={scene.Session(Parts.Elsewhere)}")),
        ["all of a user ended"] = scene => ConfirmAsync(scene, End($"user={scene.User.Id}")),
        ["all of a client ended"] = scene => ConfirmAsync(scene, End("client=shop")),
        ["incident"] = AnswerIncidentAsync,
        ["account disabled"] = scene => ConfirmAsync(scene, Account(scene, "disable")),
        ["account locked"] = scene => ConfirmAsync(scene, Account(scene, "lock")),
        ["account unlocked"] = scene => ConfirmAsync(scene, Account(scene, "unlock")),
        ["account deleted"] = scene => ConfirmAsync(scene, Account(scene, "delete")),
        ["password reset"] = scene => ConfirmAsync(scene, Account(scene, "reset-password")),
        ["second factor reset"] = ResetSecondFactorAsync,
        ["role taken away"] = scene => ConfirmAsync(scene, Account(scene, $"remove-role?role={EndingScene.Role}")),
        ["client disabled"] = scene => ConfirmAsync(scene, Shop("disable")),
        ["client deleted"] = DeleteShopAsync,
    });

    private static string End(string which) => $"{AdminPaths.EndSessions}?{which}";

    private static string Account(EndingScene scene, string change) => $"{AdminPaths.User(scene.User.Id)}/{change}";

    private static string Shop(string change) => $"{AdminPaths.ChangeClient}?id=shop&change={change}";

    private static async Task<Visit.Page> ConfirmAsync(EndingScene scene, string address) =>
        Accepted(await scene.Server.Desk.ConfirmAsync(address, EndingScene.Note), address);

    private static async Task EndWithoutSignInAsync(EndingScene scene)
    {
        var address = End($"id={scene.Session(Parts.This)}");
        var form = (await scene.Server.Desk.GoToAsync(address)).Question();
        var unticked = form with { Fields = [.. form.Fields.Where(field => field.Name != "withSignIns")] };
        Accepted((await scene.Server.Desk.SubmitAsync(unticked, values: [("note", EndingScene.Note)])).AsPage(), address);
    }

    private static async Task AnswerIncidentAsync(EndingScene scene)
    {
        var page = await ConfirmAsync(scene, $"/admin/incidents/new?user={scene.User.Id}&client={scene.ClientOf(Parts.This)}");
        await ChosenEvents.FinishedAsync(scene, new(Guid.Parse(page.Address.Segments[^1])));
    }

    private static async Task ResetSecondFactorAsync(EndingScene scene)
    {
        await scene.Server.Host.GiveAuthenticatorAsync(scene.User);
        await ConfirmAsync(scene, Account(scene, "reset-second-factor"));
    }

    private static async Task DeleteShopAsync(EndingScene scene)
    {
        await scene.Server.ReleaseShopAsync();
        await ConfirmAsync(scene, Shop("delete"));
    }

    /// <summary>What was done leads on to another page; what was refused is asked again.</summary>
    private static Visit.Page Accepted(Visit.Page page, string address) =>
        page.Address.PathAndQuery != address ? page : throw new InvalidOperationException($"It was not done: {page}");
}
