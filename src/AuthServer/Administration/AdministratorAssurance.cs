using AuthServer.EntityFrameworkCore.Users;

namespace AuthServer.Administration;

/// <summary>
/// What administrators have to show, at the pages as at the API: whoever has a second factor has shown it, and whoever changes something has shown credentials
/// within half an hour (OWASP ASVS 5.0, V7.5.3), so that neither a stolen password nor a browser or token left lying about is enough.
/// </summary>
internal static class AdministratorAssurance
{
    /// <summary>How long ago credentials may have been shown when something is changed.</summary>
    public static readonly TimeSpan ToChange = TimeSpan.FromMinutes(30);

    public static bool Changes(HttpRequest request) => !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);

    /// <summary>Whether there is more to show than a password.</summary>
    public static async Task<bool> HasSecondFactorAsync(AuthUserManager users, AuthUser user) =>
        user.TwoFactorEnabled || (await users.GetPasskeysAsync(user)).Count > 0;
}
