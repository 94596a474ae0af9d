using System.Net;
using AuthServer.Account;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.Browser;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Tests.Account;

/// <summary>What users do on the pages, step by step.</summary>
public static class Surfing
{
    public const string SignInCookie = "authserver-sign-in";

    /// <summary>The form of a page that holds a field, filled in and sent.</summary>
    public static async Task<Visit.Page> SendAsync(this ProgrammaticBrowser browser, Visit.Page page, string field, params (string Name, string Value)[] values) =>
        (await browser.SubmitAsync(page.FormWith(field) ?? throw new InvalidOperationException($"No form has {field}: {page}"), values: values)).AsPage();

    public static async Task<Visit.Page> GoToAsync(this ProgrammaticBrowser browser, string address) => (await browser.OpenAsync(address)).AsPage();

    public static async Task<Visit.Page> SignInAtAsync(
        this ProgrammaticBrowser browser, AuthUser user, string password = AuthServerHost.Password, string address = AccountPaths.SignIn) =>
        (await browser.SignInAsync(await browser.GoToAsync(address), user.UserName!, password)).AsPage();

    /// <summary>Presses a button that stands in a form of its own, wherever on the page.</summary>
    public static async Task<Visit.Page> PressAsync(this ProgrammaticBrowser browser, Visit.Page page, string action) =>
        (await browser.SubmitAsync(HtmlForm.In(page.Html, page.Address).FirstOrDefault(form => form.Action.PathAndQuery == action)
            ?? throw new InvalidOperationException($"No form goes to {action}: {page}"))).AsPage();

    public static string? CookieOf(this ProgrammaticBrowser browser, string name) =>
        browser.Cookies.GetAllCookies().FirstOrDefault(cookie => cookie.Name == name)?.Value;

    public static bool IsSignedIn(this Visit.Page page) => page.Status == HttpStatusCode.OK && page.Address.AbsolutePath.StartsWith("/account", StringComparison.Ordinal)
        && page.Html.Contains("aria-label=\"Account\"", StringComparison.Ordinal);

    /// <summary>Gives a user an authenticator app, as the page would; returns its key.</summary>
    public static async Task<AuthenticatorApp> GiveAuthenticatorAsync(this AuthServerHost host, AuthUser user)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<AuthUserManager>();
        var current = (await users.FindByIdAsync(user.Id.ToString()))!;
        Require(await users.ResetAuthenticatorKeyAsync(current));
        Require(await users.SetTwoFactorEnabledAsync(current, enabled: true));
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(current, 10);
        return new AuthenticatorApp((await users.GetAuthenticatorKeyAsync(current))!, [.. codes!]);
    }

    /// <summary>Gives a user a passkey, which nobody can use.</summary>
    public static async Task GivePasskeyAsync(this AuthServerHost host, AuthUser user, byte[] id, string? name = null)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<AuthUserManager>();
        Require(await users.AddOrUpdatePasskeyAsync(
            (await users.FindByIdAsync(user.Id.ToString()))!, new UserPasskeyInfo(id, [4], DateTimeOffset.UtcNow, 0, null, true, false, false, [5], [6]) { Name = name }));
    }

    /// <summary>As if the user had shown a second factor in all browsers.</summary>
    public static Task<int> ShowSecondFactorAsync(this AuthServerHost host, AuthUser user) =>
        host.Database.ExecuteAsync("UPDATE sign_ins SET acr = '2' WHERE user_id = @id", ("id", user.Id));

    /// <summary>The sign-ins of a user: acr, amr, and why it ended.</summary>
    public static Task<IReadOnlyList<(Guid Id, string Acr, string Amr, short? EndReason)>> SignInsAsync(this TestDatabase database, AuthUser user) => database.ReadAsync(
        "SELECT id, acr, amr, end_reason FROM sign_ins WHERE user_id = @id ORDER BY created_at",
        row => (row.GetGuid(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? (short?)null : row.GetInt16(3)),
        ("id", user.Id));

    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(result.ToString());
        }
    }
}
