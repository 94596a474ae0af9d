using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AuthServer.Account;

/// <summary>
/// For pages on which credentials are managed: a sign-in older than ten minutes shows its credentials again first (OWASP ASVS 5.0, V7.5.1), so that a browser
/// left open is not enough to take the account over. A user who has a second factor has shown it too, or a stolen password could replace it (V7.5.1, V6.4.4).
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RecentSignInAttribute : Attribute, IAsyncAuthorizationFilter
{
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    /// <summary>For what one factor is enough for: ending sessions (V7.5.2), of all things on the day on which the second factor is lost.</summary>
    public bool AnyFactor { get; init; }

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        // Without a sign-in at all, authorization has its own answer.
        if (await context.HttpContext.FindSignInAsync() is not { } current)
        {
            return;
        }

        var path = context.HttpContext.Request.Path;
        if (!current.IsWithin(Period))
        {
            context.Result = new SeeOtherResult(AccountPaths.SignInAt(path, reauthenticate: true));
        }
        else if (!AnyFactor && current.SignIn.Acr != AuthenticationContexts.TwoFactors && await HasSecondFactorAsync(context.HttpContext))
        {
            context.Result = new SeeOtherResult(AccountPaths.SignInAt(path, acr: AuthenticationContexts.TwoFactors));
        }
    }

    private static async Task<bool> HasSecondFactorAsync(HttpContext http)
    {
        var users = http.RequestServices.GetRequiredService<AuthUserManager>();
        var user = await users.GetSignedInAsync(http);
        return user.TwoFactorEnabled || (await users.GetPasskeysAsync(user)).Count > 0;
    }
}
