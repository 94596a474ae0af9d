using AuthServer.Account;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Account;
using AuthServer.Tests.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AuthServer.Tests.Sessions.Ending;

/// <summary>What users do themselves.</summary>
internal static class UserEvents
{
    private const string User = "user:{user}";
    private const string NewPassword = "N3w-Passw0rd!";

    private static readonly Effects Everything = new(Parts.OfUser, EndReason.CredentialsChanged, "credentials_changed", User) { Feed = Feed.User };

    private static readonly Effects EverythingElse = new(Parts.OtherDevice | Parts.Codes, EndReason.UserRevoked, "user_revoked", User)
    {
        Feed = Feed.User,
        TokensDie = Parts.SessionsOfUser,
    };

    private static readonly Effects Consent = new(Parts.This | Parts.AtClient | Parts.Code, EndReason.ConsentWithdrawn, "consent_withdrawn", User);

    public static EndingEvent[] All =>
    [
        new("password changed", "page", EverythingElse with { Reason = EndReason.PasswordChanged, Wire = "password_changed" }, ChangePasswordAsync),
        new("password reset", "mail", Everything with { Reason = EndReason.PasswordChanged, Wire = "password_changed" }, ResetPasswordAsync),
        new("second factor removed", "page", Everything, RemoveAuthenticatorAsync),
        new("passkey removed", "page", Everything, RemovePasskeyAsync),
        new("device ended", "engine", new(Parts.OtherDevice, EndReason.UserRevoked, "user_revoked", User), EndDeviceAsync),
        new("device ended", "page", new(Parts.OtherDevice, EndReason.UserRevoked, "user_revoked", User), scene => EndAsync(scene, $"device/{scene.SignIn(Parts.There)}")),
        new("all other devices ended", "engine", EverythingElse, EndOthersAsync),
        new("all other devices ended", "page", EverythingElse, scene => EndAsync(scene, "others")),
        new("all devices ended", "engine", Everything with { Reason = EndReason.UserRevoked, Wire = "user_revoked" }, EndAllAsync),
        new("all devices ended", "page", Everything with { Reason = EndReason.UserRevoked, Wire = "user_revoked" }, scene => EndAsync(scene, "everything")),
        new("application ended", "page", new(Parts.AtClient, EndReason.UserRevoked, "user_revoked", User), scene => EndAsync(scene, $"application/{scene.Session(Parts.AtClient)}")),
        new("signed out", "page", new(Parts.Device, EndReason.SignedOut, "signed_out", User), SignOutAsync),
        new("wrong passwords", "page", new(Parts.Codes, null, null, User), GuessAsync),
        new("consent withdrawn", "page", Consent, WithdrawConsentAsync),
    ];

    private static async Task ChangePasswordAsync(EndingScene scene) => await scene.Here.SendAsync(
        await scene.Here.GoToAsync(AccountPaths.Password), "Input.Current", ("Input.Current", AuthServerHost.Password), ("Input.NewPassword", NewPassword));

    private static async Task ResetPasswordAsync(EndingScene scene)
    {
        using var browser = new ProgrammaticBrowser(scene.Server.Host.Issuer);
        await browser.SendAsync(await browser.GoToAsync(AccountPaths.ForgotPassword), "Input.Email", ("Input.Email", scene.User.Email!));
        var mail = await scene.Server.SentMail.WaitForAsync(scene.User.Email!);
        await browser.SendAsync(await browser.GoToAsync(mail.Link), "Input.Password", ("Input.Password", NewPassword));
    }

    private static async Task RemoveAuthenticatorAsync(EndingScene scene)
    {
        await scene.Server.Host.GiveAuthenticatorAsync(scene.User);
        await scene.Server.Host.ShowSecondFactorAsync(scene.User);
        await scene.Here.PressAsync(await scene.Here.GoToAsync(AccountPaths.Authenticator), $"{AccountPaths.Authenticator}?handler=Off");
    }

    private static async Task RemovePasskeyAsync(EndingScene scene)
    {
        await scene.Server.Host.GivePasskeyAsync(scene.User, scene.User.Id.ToByteArray(), "Old phone");
        await scene.Server.Host.ShowSecondFactorAsync(scene.User);
        await scene.Here.PressAsync(await scene.Here.GoToAsync(AccountPaths.Passkeys), $"{AccountPaths.Passkeys}?handler=Remove");
    }

    private static Task<bool> EndDeviceAsync(EndingScene scene) => scene.Get<SessionEnding>().EndSignInAsync(
        new EndSignIn(scene.SignIn(Parts.There), EndReason.UserRevoked, Core.Audit.Actors.User(scene.UserId), Loopback));

    private static Task<int> EndOthersAsync(EndingScene scene) => scene.Get<SessionEnding>().EndAllOfUserAsync(
        new EndSessionsOfUser(scene.UserId, EndReason.UserRevoked, Core.Audit.Actors.User(scene.UserId), Loopback) { Kept = scene.SignIn(Parts.Here) },
        CancellationToken.None);

    private static Task<int> EndAllAsync(EndingScene scene) => scene.Get<SessionEnding>().EndAllOfUserAsync(
        new EndSessionsOfUser(scene.UserId, EndReason.UserRevoked, Core.Audit.Actors.User(scene.UserId), Loopback), CancellationToken.None);

    private static async Task EndAsync(EndingScene scene, string what) =>
        await scene.Here.SubmitAsync((await scene.Here.GoToAsync($"{AccountPaths.EndSessions}/{what}")).Forms.Single());

    private static async Task SignOutAsync(EndingScene scene) => await scene.Here.SubmitAsync((await scene.Here.GoToAsync(AccountPaths.SignOut)).Forms.Single());

    /// <summary>Enough of them to lock the account for a while.</summary>
    private static async Task GuessAsync(EndingScene scene)
    {
        using var browser = new ProgrammaticBrowser(scene.Server.Host.Issuer);
        for (var guess = 0; guess < scene.Get<IOptions<IdentityOptions>>().Value.Lockout.MaxFailedAccessAttempts; guess++)
        {
            await browser.SignInAtAsync(scene.User, "guessed");
        }
    }

    private static async Task WithdrawConsentAsync(EndingScene scene)
    {
        var page = await scene.Here.GoToAsync(AccountPaths.Applications);
        var form = page.Forms.Single(candidate => candidate.Fields.Any(field => field is { Name: "ClientId", Value: "shop" }));
        await scene.Here.SubmitAsync(form);
    }

    private static Caller Loopback { get; } = Caller.From(System.Net.IPAddress.Loopback, "browser/1.0");
}
