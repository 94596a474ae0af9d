using System.Security.Cryptography;
using System.Text;
using AuthServer.Core.Replay;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Identity;

namespace AuthServer.Account;

/// <summary>
/// The two ceremonies of passkeys (WebAuthn §7): registering one, and signing in with one. What a ceremony expects travels in a cookie of its browser, and is
/// taken once. User verification is required by the options of <see cref="AccountRegistration"/>, so that a passkey counts as two factors.
/// </summary>
internal sealed class PasskeyCeremonies(IPasskeyHandler<AuthUser> handler, AuthUserManager users, ProtectedCookie cookie, IReplayStore replays, TimeProvider clock)
{
    private const string Registering = "registering ";
    private const string SigningIn = "signing-in ";

    public async Task<string> BeginRegistrationAsync(HttpContext http, AuthUser user)
    {
        var entity = new PasskeyUserEntity { Id = user.Id.ToString(), Name = user.UserName!, DisplayName = user.UserName! };
        var options = await handler.MakeCreationOptionsAsync(entity, http);
        cookie.Write(http, CookieNames.Passkey, Registering + options.AttestationState);
        return options.CreationOptionsJson;
    }

    /// <summary>The registered passkey, or null when what the browser brought is not what was asked for.</summary>
    public async Task<UserPasskeyInfo?> FinishRegistrationAsync(HttpContext http, AuthUser user, string credential)
    {
        if (await TakeStateAsync(http, Registering) is not { } state)
        {
            return null;
        }

        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http, CredentialJson = credential, AttestationState = state });
        return result.Succeeded && result.UserEntity.Id == user.Id.ToString() ? result.Passkey : null;
    }

    /// <param name="user">Null: whoever has a passkey for this server.</param>
    public async Task<string> BeginSignInAsync(HttpContext http, AuthUser? user)
    {
        var options = await handler.MakeRequestOptionsAsync(user, http);
        cookie.Write(http, CookieNames.Passkey, SigningIn + options.AssertionState);
        return options.RequestOptionsJson;
    }

    /// <summary>The user whose passkey it is, when that is a user who may sign in; else null.</summary>
    public async Task<AuthUser?> FinishSignInAsync(HttpContext http, string credential)
    {
        if (await TakeStateAsync(http, SigningIn) is not { } state)
        {
            return null;
        }

        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential, AssertionState = state });
        if (!result.Succeeded || result.User is not { Disabled: false, EmailConfirmed: true } user)
        {
            return null;
        }

        // The signature counter, for the next time.
        return (await users.AddOrUpdatePasskeyAsync(user, result.Passkey)).Succeeded ? user : null;
    }

    private async Task<string?> TakeStateAsync(HttpContext http, string ceremony)
    {
        if (cookie.Read(http, CookieNames.Passkey) is not { } payload || !payload.StartsWith(ceremony, StringComparison.Ordinal))
        {
            return null;
        }

        cookie.Delete(http, CookieNames.Passkey);
        var isFirst = await replays.TryRememberAsync(
            ReplayKind.PasskeyChallenge, SHA256.HashData(Encoding.UTF8.GetBytes(payload)), clock.GetUtcNow() + ProtectedCookie.Lifetime, http.RequestAborted);
        return isFirst ? payload[ceremony.Length..] : null;
    }
}
