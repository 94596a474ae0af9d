using AuthServer.Account;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Admin;

/// <summary>
/// Who has a second factor has shown it before seeing anything; and whoever changes something has shown credentials within half an hour (OWASP ASVS 5.0, V7.5.3),
/// so that neither a stolen password nor a browser left open is enough. What is to be changed stands in the page's address, so it is there again afterwards.
/// </summary>
internal sealed class RecentAdministratorFilter : IAsyncAuthorizationFilter
{
    public static readonly TimeSpan ToChange = TimeSpan.FromMinutes(30);

    public static readonly TimeSpan ToBegin = TimeSpan.FromMinutes(20);

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        if (await http.FindSignInAsync() is not { } current)
        {
            return;
        }

        var returnUrl = http.Request.Path + http.Request.QueryString;
        if (LongestAge(context) is { } age && !current.IsWithin(age))
        {
            context.Result = new SeeOtherResult(AccountPaths.SignInAt(returnUrl, reauthenticate: true));
        }
        else if (current.SignIn.Acr != AuthenticationContexts.TwoFactors && await HasSecondFactorAsync(http))
        {
            context.Result = new SeeOtherResult(AccountPaths.SignInAt(returnUrl, acr: AuthenticationContexts.TwoFactors));
        }
    }

    private static TimeSpan? LongestAge(AuthorizationFilterContext context) =>
        !HttpMethods.IsGet(context.HttpContext.Request.Method) && !HttpMethods.IsHead(context.HttpContext.Request.Method) ? ToChange
        : context.ActionDescriptor is CompiledPageActionDescriptor page && page.ModelTypeInfo!.IsDefined(typeof(LeadsToChangeAttribute), inherit: false) ? ToBegin
        : null;

    private static async Task<bool> HasSecondFactorAsync(HttpContext http)
    {
        var users = http.RequestServices.GetRequiredService<AuthUserManager>();
        var user = await users.GetSignedInAsync(http);
        return user.TwoFactorEnabled || (await users.GetPasskeysAsync(user)).Count > 0;
    }
}
