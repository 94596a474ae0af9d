using System.Globalization;
using System.Security.Claims;
using AuthServer.Core.SignIns;
using Microsoft.AspNetCore.Authentication;

namespace AuthServer.Account;

/// <summary>The authentication scheme of a browser's sign-in: a cookie that names the sign-in and its user, and says when it was made, and nothing else.</summary>
public static class SignInScheme
{
    public const string Name = "sign-in";

    internal const string SignInClaim = "sign_in";

    internal const string StampClaim = "stamp";

    /// <summary>The live sign-in of this request, or null. Costs one read, and that once a request.</summary>
    public static async Task<CurrentSignIn?> FindSignInAsync(this HttpContext context) =>
        (await context.AuthenticateAsync(Name)).Succeeded ? context.Features.Get<CurrentSignIn>() : null;

    internal static ClaimsPrincipal Principal(SignIn signIn) => new(new ClaimsIdentity(
        [new Claim(SignInClaim, signIn.Id.ToString()), new Claim(ClaimTypes.NameIdentifier, signIn.UserId.ToString()), new Claim(StampClaim, StampOf(signIn))],
        Name));

    internal static SignInId? IdOf(ClaimsPrincipal? principal) =>
        SignInId.TryParse(principal?.FindFirst(SignInClaim)?.Value, out var id) ? id : null;

    /// <summary>Whether a cookie was made before its user last showed a credential: whoever kept a copy of it has shown none.</summary>
    internal static bool IsBehind(ClaimsPrincipal principal, SignIn signIn) =>
        !long.TryParse(principal.FindFirst(StampClaim)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var stamp) || stamp < signIn.AuthenticatedAt.UtcTicks;

    private static string StampOf(SignIn signIn) => signIn.AuthenticatedAt.UtcTicks.ToString(CultureInfo.InvariantCulture);
}
