using System.Text.Json;
using AuthServer.Tests.Account;
using AuthServer.Tests.Hosting;

namespace AuthServer.Tests.Sessions.Ending.Doors;

/// <summary>The API under <c>/api/admin/v1</c>, with the access token of an administrator.</summary>
internal static class AdminApiDoor
{
    private static object Noted { get; } = new { note = EndingScene.Note };

    public static AdministratorDoor Door { get; } = new("admin API", "admin:{administrator}", "127.0.0.1", new Dictionary<string, Func<EndingScene, Task>>
    {
        ["session ended"] = scene => PostAsync(scene, $"/sessions/{scene.Session(Parts.This)}/end", Noted),
        ["session ended without its sign-in"] = scene => PostAsync(scene, $"/sessions/{scene.Session(Parts.This)}/end", new { note = EndingScene.Note, end_sign_ins = false }),
        ["selection ended"] = scene => PostAsync(scene, "/sessions/end", new { note = EndingScene.Note, ids = new[] { scene.Session(Parts.This).Value, scene.Session(Parts.Elsewhere).Value } }),
        ["all of a user ended"] = scene => PostAsync(scene, Account(scene, "end-sessions"), Noted),
        ["all of a client ended"] = scene => PostAsync(scene, "/clients/shop/end-sessions", Noted),
        ["incident"] = AnswerIncidentAsync,
        ["account disabled"] = scene => PostAsync(scene, Account(scene, "disable"), Noted),
        ["account locked"] = scene => PostAsync(scene, Account(scene, "lock"), Noted),
        ["account unlocked"] = scene => PostAsync(scene, Account(scene, "unlock"), Noted),
        ["account deleted"] = scene => DeleteAsync(scene, $"/users/{scene.User.Id}"),
        ["password reset"] = scene => PostAsync(scene, Account(scene, "reset-password"), Noted),
        ["second factor reset"] = ResetSecondFactorAsync,
        ["role taken away"] = scene => DeleteAsync(scene, Account(scene, $"roles/{EndingScene.Role}")),
        ["client disabled"] = scene => PostAsync(scene, "/clients/shop/disable", Noted),
        ["client deleted"] = DeleteShopAsync,
    });

    private static string Account(EndingScene scene, string order) => $"/users/{scene.User.Id}/{order}";

    private static async Task<Answer> PostAsync(EndingScene scene, string path, object body) =>
        Accepted(await (await scene.Server.AdminApiAsync()).PostAsync(path, JsonSerializer.Serialize(body)));

    private static async Task DeleteAsync(EndingScene scene, string path) =>
        Accepted(await (await scene.Server.AdminApiAsync()).DeleteAsync($"{path}?note={Uri.EscapeDataString(EndingScene.Note)}"));

    private static async Task AnswerIncidentAsync(EndingScene scene)
    {
        var filter = new { user_id = scene.User.Id, client_id = scene.ClientOf(Parts.This).Value };
        var opened = await PostAsync(scene, "/incidents", new { note = EndingScene.Note, filter });
        await ChosenEvents.FinishedAsync(scene, new(opened.Json.GetProperty("id").GetGuid()));
    }

    private static async Task ResetSecondFactorAsync(EndingScene scene)
    {
        await scene.Server.Host.GiveAuthenticatorAsync(scene.User);
        await PostAsync(scene, Account(scene, "reset-second-factor"), Noted);
    }

    private static async Task DeleteShopAsync(EndingScene scene)
    {
        await scene.Server.ReleaseShopAsync();
        await DeleteAsync(scene, "/clients/shop");
    }

    private static Answer Accepted(Answer answer) =>
        answer.Status is >= 200 and < 300 ? answer : throw new InvalidOperationException($"It was not done: {answer.Status} {answer.Body}");
}
