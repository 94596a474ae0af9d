using System.Security.Claims;
using AuthServer.Core.SignIns;
using Microsoft.AspNetCore.Authentication;

namespace AuthServer.Account;

/// <summary>The authentication scheme of a browser's sign-in: a cookie that holds the names of the sign-in and of its user, and nothing else.</summary>
public static class SignInScheme
{
    public const string Name = "sign-in";

    internal const string SignInClaim = "sign_in";

    /// <summary>The live sign-in of this request, or null. Costs one read, and that once a request.</summary>
    public static async Task<CurrentSignIn?> FindSignInAsync(this HttpContext context) =>
        (await context.AuthenticateAsync(Name)).Succeeded ? context.Features.Get<CurrentSignIn>() : null;

    internal static ClaimsPrincipal Principal(SignIn signIn) => new(new ClaimsIdentity(
        [new Claim(SignInClaim, signIn.Id.ToString()), new Claim(ClaimTypes.NameIdentifier, signIn.UserId.ToString())],
        Name));

    internal static SignInId? IdOf(ClaimsPrincipal? principal) =>
        SignInId.TryParse(principal?.FindFirst(SignInClaim)?.Value, out var id) ? id : null;
}
