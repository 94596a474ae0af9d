using AuthServer.Configuration;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace AuthServer.Account;

/// <summary>Signing in with a browser, and looking after one's account.</summary>
internal static class AccountRegistration
{
    public static IServiceCollection AddAccount(this IServiceCollection services)
    {
        services.AddCookies();
        services.AddPasskeys();

        services.AddScoped<BrowserSignIns>();
        services.AddScoped<NewPasswords>();
        services.AddScoped<PasswordLinks>();
        services.AddScoped<PersonalData>();
        services.AddScoped<SecondFactors>();
        services.AddSingleton<SecondFactorStep>();
        services.AddSingleton<ProtectedCookie>();

        services.AddSingleton<MailRequests>();
        services.AddSingleton<MailPauses>();
        services.AddSingleton<MailLimit>();
        services.AddScoped<AccountMailing>();
        services.AddHostedService<MailDispatch>();
        services.AddOptions<DataProtectionTokenProviderOptions>().Configure<IOptions<AuthServerOptions>>((tokens, options) =>
            tokens.TokenLifespan = options.Value.Account.LinkLifetime);
        return services;
    }

    private static void AddCookies(this IServiceCollection services)
    {
        services.AddAuthentication(SignInScheme.Name).AddCookie(SignInScheme.Name);
        services.AddAuthorization();
        services.AddScoped<SignInCookieEvents>();
        services.AddOptions<CookieAuthenticationOptions>(SignInScheme.Name).Configure<IOptions<AuthServerOptions>>((cookie, options) =>
        {
            Shape(cookie.Cookie, options.Value, CookieNames.SignIn);
            cookie.EventsType = typeof(SignInCookieEvents);
            cookie.SlidingExpiration = false;

            // Each sign-in says itself when it expires.
            cookie.ExpireTimeSpan = options.Value.Account.RememberedSignInLifetime;
        });
        services.AddOptions<AntiforgeryOptions>().Configure<IOptions<AuthServerOptions>>((antiforgery, options) =>
        {
            Shape(antiforgery.Cookie, options.Value, CookieNames.Antiforgery);

            // The pages' own headers say more than X-Frame-Options does.
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        services.AddOptions<CookieTempDataProviderOptions>().Configure<IOptions<AuthServerOptions>>((notice, options) =>
            Shape(notice.Cookie, options.Value, CookieNames.Notice));
    }

    private static void Shape(CookieBuilder cookie, AuthServerOptions options, string name)
    {
        cookie.Name = CookieNames.Of(options, name);
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.IsEssential = true;

        // A client's redirect to the authorization endpoint must find the sign-in; a form that another site sends must not.
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = CookieNames.AreSecure(options) ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
    }

    private static void AddPasskeys(this IServiceCollection services)
    {
        services.AddScoped<IPasskeyHandler<AuthUser>, PasskeyHandler<AuthUser>>();
        services.AddScoped<PasskeyCeremonies>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<AuthServerOptions>>((passkeys, options) =>
        {
            var issuer = new Uri(options.Value.Issuer);
            passkeys.ServerDomain = issuer.Host;
            passkeys.UserVerificationRequirement = "required";

            // Discoverable, so that the sign-in page need not ask for a name.
            passkeys.ResidentKeyRequirement = "required";
            passkeys.ValidateOrigin = origin => ValueTask.FromResult(
                !origin.CrossOrigin && string.Equals(origin.Origin, issuer.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
        });
    }
}
