using AuthServer.EntityFrameworkCore.Users;

namespace AuthServer.Account;

/// <summary>The user of a page that asks for a sign-in.</summary>
internal static class SignedInUser
{
    /// <summary>The account of the live sign-in. A live sign-in has one, unless it was deleted this very moment.</summary>
    public static async Task<AuthUser> GetSignedInAsync(this AuthUserManager users, HttpContext http) =>
        await http.FindSignInAsync() is { } current && await users.FindByIdAsync(current.SignIn.UserId.ToString()) is { } user
            ? user
            : throw new InvalidOperationException("A page that asks for a sign-in was reached without one.");
}
