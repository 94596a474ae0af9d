using System.Text.Json;
using AuthServer.Testing.Browser;

namespace AuthServer.Interop.Tests.Conversations;

/// <summary>The user of a scenario: has a password and a browser, and does what a client asks for.</summary>
internal sealed class ScriptedUser(string issuer, string userName, string password) : IDisposable
{
    private readonly ProgrammaticBrowser _browser = new(issuer);

    public string UserName => userName;

    public string Password => password;

    public async Task<object> AnswerAsync(JsonElement question)
    {
        var url = question.Text("url")!;
        return question.Text("ask") switch
        {
            "authorize" or "sign-out" => Back(await _browser.AuthorizeAsync(url, userName, password)),
            "approve" => Shown(await _browser.AnswerAsync(url, userName, password)),
            "deny" => Shown(await _browser.AnswerAsync(url, userName, password, form => form.Buttons is [.., var last] ? last : null)),
            var unknown => throw new InvalidOperationException($"The client asks for something that no user knows: {unknown}"),
        };
    }

    public void Dispose() => _browser.Dispose();

    private static object Back(Visit.AtClient client) => new { url = client.Address.AbsoluteUri, parameters = client.Parameters };

    private static object Shown(Visit visit) => new { page = visit.AsPage().ToString() };
}
