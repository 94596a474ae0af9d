using Microsoft.AspNetCore.Mvc.Filters;

namespace AuthServer.Account;

/// <summary>
/// For pages on which credentials are managed: a sign-in older than ten minutes shows its credentials again first (OWASP ASVS 5.0, V7.5.1), so that a browser
/// left open is not enough to take the account over.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RecentSignInAttribute : Attribute, IAsyncAuthorizationFilter
{
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        // Without a sign-in at all, authorization has its own answer.
        if (await context.HttpContext.FindSignInAsync() is { } current && !current.IsWithin(Period))
        {
            context.Result = new SeeOtherResult(AccountPaths.SignInAt(context.HttpContext.Request.Path, reauthenticate: true));
        }
    }
}
