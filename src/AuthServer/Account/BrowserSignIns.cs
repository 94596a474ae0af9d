using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace AuthServer.Account;

/// <summary>
/// The one way in which a browser is signed in and out, whatever the user has shown. Signing in anew gives the browser a new sign-in and a new cookie; a user
/// who shows more, or the same again, keeps the sign-in, which then says so, and gets a new cookie in place of all before it (OWASP ASVS 5.0, V7.2.4).
/// </summary>
public sealed class BrowserSignIns(
    ISignInStore store, SessionEnding ending, SignInMetrics metrics, TimeProvider clock, IOptions<Configuration.AuthServerOptions> options)
{
    /// <summary>False when the account has changed since the credentials were checked; then nobody is signed in.</summary>
    /// <param name="user">As it was read together with the credentials: its epoch is what the sign-in stands on.</param>
    public async Task<bool> SignInAsync(HttpContext http, AuthUser user, AuthenticationContext how, bool remember)
    {
        var current = await http.FindSignInAsync();
        if (current is not null && current.SignIn.UserId.Value == user.Id)
        {
            return await RaiseAsync(http, current, user, how);
        }

        if (current is not null)
        {
            await EndAsync(http, current.SignIn);
        }

        var account = options.Value.Account;
        var signIn = new NewSignIn
        {
            Id = SignInId.New(clock.GetUtcNow()),
            UserId = new UserId(user.Id),
            UserEpoch = user.Epoch,
            Acr = how.Acr,
            Amr = how.Amr,
            Lifetime = remember ? account.RememberedSignInLifetime : account.SignInLifetime,
            Caller = http.Caller(),
        };
        if (await store.CreateAsync(signIn, http.RequestAborted) is not { } created)
        {
            return false;
        }

        metrics.Succeeded();
        await IssueAsync(http, created, remember);
        return true;
    }

    /// <summary>A user who sets a second factor up has shown it by that, after the password: the sign-in says so, unless it says as much already.</summary>
    public async Task RaiseAsync(HttpContext http, AuthUser user, AuthenticationContext how)
    {
        if (await http.FindSignInAsync() is { } current && current.SignIn.Acr != how.Acr)
        {
            await RaiseAsync(http, current, user, how);
        }
    }

    /// <summary>Ends the browser's sign-in with every session under it.</summary>
    public async Task SignOutAsync(HttpContext http)
    {
        if (await http.FindSignInAsync() is { } current)
        {
            await EndAsync(http, current.SignIn);
        }

        await ForgetAsync(http);
    }

    /// <summary>Takes the cookie of a sign-in that has ended from the browser.</summary>
    public static Task ForgetAsync(HttpContext http) => http.SignOutAsync(SignInScheme.Name);

    private async Task<bool> RaiseAsync(HttpContext http, CurrentSignIn current, AuthUser user, AuthenticationContext how)
    {
        // What ended everything since the credentials were checked has ended this sign-in too, and the store says so.
        if (current.SignIn.UserEpoch != user.Epoch || await store.RaiseAsync(current.SignIn.Id, how.Acr, how.Amr, http.RequestAborted) is not { } raised)
        {
            return false;
        }

        await IssueAsync(http, raised, current.IsPersistent);
        return true;
    }

    private static Task IssueAsync(HttpContext http, SignInSnapshot snapshot, bool remember) =>
        http.SignInAsync(SignInScheme.Name, SignInScheme.Principal(snapshot.SignIn), new AuthenticationProperties
        {
            IsPersistent = remember,
            IssuedUtc = snapshot.Now,
            ExpiresUtc = snapshot.SignIn.ExpiresAt,
        });

    private Task<bool> EndAsync(HttpContext http, SignIn signIn) =>
        ending.EndSignInAsync(new EndSignIn(signIn.Id, EndReason.SignedOut, Actors.User(signIn.UserId), http.Caller()));
}
