using System.Security.Claims;
using AuthServer.Core.SignIns;
using AuthServer.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace AuthServer.Account;

/// <summary>
/// Believes a cookie only as long as the sign-in that it names is live: ended, expired or behind its user's epoch, it counts for nothing from the very next
/// request on. Roles come from the user's row each time, never from the cookie.
/// </summary>
internal sealed class SignInCookieEvents(ISignInStore signIns, EndedSignInNotice notice) : CookieAuthenticationEvents
{
    /// <summary>How exactly it is known when a browser was last seen: a browser at work costs no more than one write in this time.</summary>
    public static readonly TimeSpan SeenPause = TimeSpan.FromHours(1);

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var snapshot = SignInScheme.IdOf(context.Principal) is { } id ? await signIns.FindAsync(id, context.HttpContext.RequestAborted) : null;
        if (snapshot is not { IsLive: true })
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(SignInScheme.Name);
            notice.Leave(context.HttpContext, snapshot);
            return;
        }

        // Not taken from the browser: a request that was under way when the user showed a credential must not take the new cookie with the old one.
        if (SignInScheme.IsBehind(context.Principal!, snapshot.SignIn))
        {
            context.RejectPrincipal();
            return;
        }

        context.HttpContext.Features.Set(new CurrentSignIn(snapshot, context.Properties.IsPersistent));
        context.ReplacePrincipal(new ClaimsPrincipal(new ClaimsIdentity(
            [.. context.Principal!.Claims, .. snapshot.UserClaims.Roles.Select(role => new Claim(ClaimTypes.Role, role))],
            SignInScheme.Name)));
        if (snapshot.Now - snapshot.SignIn.LastSeenAt >= SeenPause)
        {
            await signIns.NoteSeenAsync(snapshot.SignIn.Id, SeenPause, context.HttpContext.RequestAborted);
        }
    }

    public override Task SignedIn(CookieSignedInContext context)
    {
        notice.Forget(context.HttpContext);
        return Task.CompletedTask;
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;

        // A form that was sent without a sign-in cannot be sent again by going there.
        var returnUrl = HttpMethods.IsGet(request.Method) ? request.Path + request.QueryString : request.Path.Value!;
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = AccountPaths.SignInAt(returnUrl);
        return Task.CompletedTask;
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) => new ErrorPage(
        StatusCodes.Status403Forbidden,
        "This is not for you",
        "Your account may not use this page. If you think that it should, ask the administrator of this server.").ExecuteAsync(context.HttpContext);
}
