using AuthServer.Tests.Hosting;

namespace AuthServer.Tests.Dump;

/// <summary>A bit of everything that writes to the database.</summary>
public static class LivelyHistory
{
    /// <summary>Returns sessions that are still alive: one of a public and one of a confidential client.</summary>
    public static async Task<(Answer App, Answer Web)> PlayAsync(AuthServerHost host)
    {
        var (app, web) = (host.As(TestClients.App), host.As(TestClients.Web));
        var user = await host.CreateUserAsync(role: "editor");
        await app.SignInAsync(user, "wrong");
        var replayed = await app.SignInAsync(user);
        var last = await app.RefreshAsync((await app.RefreshAsync(replayed.RefreshToken)).RefreshToken);
        await app.RefreshAsync(replayed.RefreshToken);
        await app.RefreshAsync(last.RefreshToken);
        var signedOut = await web.SignInAsync(user);
        await web.RevokeAsync(signedOut.AccessToken);
        await host.As(TestClients.OtherApp).RefreshAsync((await app.SignInAsync(user)).RefreshToken);
        await host.ResetPasswordAsync(user, "An0ther!Passw0rd");

        var living = await app.SignInAsync(user, "An0ther!Passw0rd");
        var rotated = await web.RefreshAsync((await web.SignInAsync(user, "An0ther!Passw0rd")).RefreshToken);
        return (await app.RefreshAsync(living.RefreshToken), rotated);
    }
}
