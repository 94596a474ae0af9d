using System.Security.Claims;
using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Tests.Sessions.Ending;

/// <summary>What administrators do to an account, by Identity's manager and nothing else.</summary>
internal static class AccountEvents
{
    private static readonly Effects Everything = new(Parts.OfUser, EndReason.AccountDisabled, "revoked", EndingScene.Administrator)
    {
        Feed = Feed.User,
        Note = EndingScene.Note,
        Ip = EndingScene.Office.Ip,
    };

    private static readonly Effects Password = Everything with { Reason = EndReason.PasswordChanged, Wire = "password_changed" };

    private static readonly Effects Credentials = Everything with { Reason = EndReason.CredentialsChanged, Wire = "credentials_changed" };

    private static readonly Effects TokensAlone = new(Parts.None, null, null, EndingScene.Administrator)
    {
        Feed = Feed.User,
        TokensDie = Parts.SessionsOfUser,
        Note = EndingScene.Note,
        Ip = EndingScene.Office.Ip,
    };

    private static readonly Effects Nothing = new(Parts.None, null, null, EndingScene.Administrator);

    public static EndingEvent[] All =>
    [
        Of("account disabled", Everything, (users, user) => users.SetDisabledAsync(user, disabled: true)),
        Of("account locked", Everything, (users, user) => users.SetLockoutEndDateAsync(user, DateTimeOffset.UtcNow.AddDays(1))),
        Of("account deleted", Everything, (users, user) => users.DeleteAsync(user)),
        Of("password reset", Password, async (users, user) => await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), "N3w-Passw0rd!")),
        Of("password taken away", Credentials, (users, user) => users.RemovePasswordAsync(user)),
        Of("second factor reset", Credentials, ResetSecondFactorAsync),
        Of("role taken away", TokensAlone, (users, user) => users.RemoveFromRoleAsync(user, EndingScene.Role)),
        Of("roles taken away", TokensAlone, (users, user) => users.RemoveFromRolesAsync(user, [EndingScene.Role])),
        Of("claim taken away", TokensAlone, (users, user) => users.RemoveClaimAsync(user, new Claim("nickname", "Jo"))),
        Of("claim replaced", TokensAlone, (users, user) => users.ReplaceClaimAsync(user, new Claim("nickname", "Jo"), new Claim("nickname", "Joe"))),
        new("role deleted", "identity", TokensAlone, DeleteRoleAsync),
        Of("account unlocked", Nothing, (users, user) => users.SetLockoutEndDateAsync(user, null)),
        Of("name and address changed", Nothing, RenameAsync),

        // While it lasts nobody signs in, and a code is a part of signing in.
        Of("wrong passwords", Nothing with { Ends = Parts.Codes }, GuessAsync),
    ];

    private static EndingEvent Of(string name, Effects effects, Func<AuthUserManager, AuthUser, Task<IdentityResult>> change) =>
        new(name, "identity", effects, scene => scene.AdministerAsync(change));

    private static async Task<IdentityResult> ResetSecondFactorAsync(AuthUserManager users, AuthUser user)
    {
        await users.ResetAuthenticatorKeyAsync(user);
        await users.SetTwoFactorEnabledAsync(user, enabled: true);
        return await users.ResetAuthenticatorKeyAsync(user);
    }

    private static async Task<IdentityResult> RenameAsync(AuthUserManager users, AuthUser user)
    {
        var renamed = await users.SetUserNameAsync(user, $"renamed-{user.Id:N}");
        return renamed.Succeeded ? await users.SetEmailAsync(user, $"renamed-{user.Id:N}@example.com") : renamed;
    }

    /// <summary>Enough of them to lock the account for a while.</summary>
    private static async Task<IdentityResult> GuessAsync(AuthUserManager users, AuthUser user)
    {
        for (var guess = 0; guess < users.Options.Lockout.MaxFailedAccessAttempts; guess++)
        {
            await users.AccessFailedAsync(user);
        }

        return IdentityResult.Success;
    }

    /// <summary>A role of this user's own: others must not feel it.</summary>
    private static async Task DeleteRoleAsync(EndingScene scene)
    {
        await using var scope = scene.Server.Host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActingParty>().ActAs(EndingScene.Administrator, EndingScene.Office, EndingScene.Note);
        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<AuthRole>>();
        var role = new AuthRole { Name = $"role-{scene.User.Id:N}" };
        await roles.CreateAsync(role);
        await scene.AdministerAsync((users, user) => users.AddToRoleAsync(user, role.Name));
        var result = await roles.DeleteAsync(role);
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(result.ToString());
        }
    }
}
