using AuthServer.Account;
using AuthServer.Administration;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Admin;

/// <summary>
/// Asks for what <see cref="AdministratorAssurance"/> demands of whoever opens a page of the administration. What is to be changed stands in the page's address, so
/// it is there again afterwards.
/// </summary>
internal sealed class RecentAdministratorFilter : IAsyncAuthorizationFilter
{
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
        AdministratorAssurance.Changes(context.HttpContext.Request) ? AdministratorAssurance.ToChange
        : context.ActionDescriptor is CompiledPageActionDescriptor page && page.ModelTypeInfo!.IsDefined(typeof(LeadsToChangeAttribute), inherit: false) ? ToBegin
        : null;

    private static async Task<bool> HasSecondFactorAsync(HttpContext http)
    {
        var users = http.RequestServices.GetRequiredService<AuthUserManager>();
        return await AdministratorAssurance.HasSecondFactorAsync(users, await users.GetSignedInAsync(http));
    }
}
