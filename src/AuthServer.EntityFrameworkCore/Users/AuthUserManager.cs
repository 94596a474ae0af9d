using System.Security.Claims;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>
/// Identity's user manager with two differences: failures are counted by one atomic statement, so that parallel guesses all count; and what an operation ends
/// has ended in the transaction that stores it. To call this and nothing else is enough. Ends follow operations, never the security stamp: a changed e-mail
/// address or name ends nothing.
/// </summary>
public sealed class AuthUserManager(
    AuthDbContext context,
    AccountEnds ends,
    SignInFailures failures,
    TimeProvider time,
    IUserStore<AuthUser> store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<AuthUser> passwordHasher,
    IEnumerable<IUserValidator<AuthUser>> userValidators,
    IEnumerable<IPasswordValidator<AuthUser>> passwordValidators,
    ILookupNormalizer normalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<AuthUser>> logger)
    : UserManager<AuthUser>(store, options, passwordHasher, userValidators, passwordValidators, normalizer, errors, services, logger)
{
    public override Task<IdentityResult> ResetPasswordAsync(AuthUser user, string token, string newPassword) =>
        WithEndAsync(user, EndReason.PasswordChanged, () => WithoutPendingKeyAsync(user, Chosen(user, () => base.ResetPasswordAsync(user, token, newPassword))));

    /// <summary>
    /// As <see cref="ResetPasswordAsync"/>, of an account whose address nobody has confirmed: whoever holds the token has read the mail, and whoever began the
    /// account leaves no way in behind.
    /// </summary>
    public Task<IdentityResult> TakeOverAsync(AuthUser user, string token, string newPassword) => WithEndAsync(user, EndReason.PasswordChanged, async () =>
    {
        user.EmailConfirmed = true;
        user.TwoFactorEnabled = false;
        user.MustChangePassword = false;
        var result = await base.ResetPasswordAsync(user, token, newPassword);
        if (result.Succeeded)
        {
            await context.UserPasskeys.Where(passkey => passkey.UserId == user.Id).ExecuteDeleteAsync(CancellationToken);
            await context.UserTokens.Where(secret => secret.UserId == user.Id).ExecuteDeleteAsync(CancellationToken);
        }

        return result;
    });

    public override Task<IdentityResult> ChangePasswordAsync(AuthUser user, string currentPassword, string newPassword) =>
        WithEndAsync(user, EndReason.PasswordChanged, () => WithoutPendingKeyAsync(user, Chosen(user, () => base.ChangePasswordAsync(user, currentPassword, newPassword))));

    /// <summary>As <see cref="ChangePasswordAsync(AuthUser, string, string)"/>, but the browser in which the user does it stays signed in, with its sessions.</summary>
    public Task<IdentityResult> ChangePasswordAsync(AuthUser user, string currentPassword, string newPassword, SignInId kept) =>
        WithEndAsync(user, EndReason.PasswordChanged, () => WithoutPendingKeyAsync(user, Chosen(user, () => base.ChangePasswordAsync(user, currentPassword, newPassword))), kept);

    public override Task<IdentityResult> RemovePasswordAsync(AuthUser user) =>
        WithEndAsync(user, EndReason.CredentialsChanged, () => base.RemovePasswordAsync(user));

    /// <summary>As <see cref="RemovePasswordAsync"/>, by somebody who resets it: the user chooses another.</summary>
    public Task<IdentityResult> ForgetPasswordAsync(AuthUser user) =>
        WithEndAsync(user, EndReason.PasswordChanged, () => WithoutPendingKeyAsync(user, () => base.RemovePasswordAsync(user)));

    /// <summary>Takes authenticator app, recovery codes and passkeys away.</summary>
    public Task<IdentityResult> ResetSecondFactorsAsync(AuthUser user) => WithEndAsync(user, EndReason.CredentialsChanged, async () =>
    {
        await context.UserPasskeys.Where(passkey => passkey.UserId == user.Id).ExecuteDeleteAsync(CancellationToken);
        await context.UserTokens.Where(secret => secret.UserId == user.Id).ExecuteDeleteAsync(CancellationToken);
        return await base.SetTwoFactorEnabledAsync(user, enabled: false);
    });

    public override Task<IdentityResult> RemovePasskeyAsync(AuthUser user, byte[] credentialId) =>
        WithEndAsync(user, EndReason.CredentialsChanged, () => base.RemovePasskeyAsync(user, credentialId));

    // A second factor that is set up ends nothing; one that is taken away does.
    public override Task<IdentityResult> SetTwoFactorEnabledAsync(AuthUser user, bool enabled) => user.TwoFactorEnabled && !enabled
        ? WithEndAsync(user, EndReason.CredentialsChanged, () => base.SetTwoFactorEnabledAsync(user, enabled))
        : base.SetTwoFactorEnabledAsync(user, enabled);

    public override Task<IdentityResult> ResetAuthenticatorKeyAsync(AuthUser user) => user.TwoFactorEnabled
        ? WithEndAsync(user, EndReason.CredentialsChanged, () => base.ResetAuthenticatorKeyAsync(user))
        : base.ResetAuthenticatorKeyAsync(user);

    // A password beside what a user has takes nothing away, unless it is somebody else who knows it.
    public override Task<IdentityResult> AddPasswordAsync(AuthUser user, string password) => ends.IsDoneBySomebodyElse(user)
        ? WithEndAsync(user, EndReason.PasswordChanged, () => base.AddPasswordAsync(user, password))
        : base.AddPasswordAsync(user, password);

    /// <summary>A disabled user can neither sign in nor go on. Enabled again, the user signs in anew.</summary>
    public Task<IdentityResult> SetDisabledAsync(AuthUser user, bool disabled)
    {
        var endsAll = disabled && !user.Disabled;
        user.Disabled = disabled;
        return endsAll ? WithEndAsync(user, EndReason.AccountDisabled, () => UpdateUserAsync(user)) : UpdateUserAsync(user);
    }

    // Lock-outs by guesses do not come this way: they end nothing, or whoever guesses could sign anybody out.
    public override Task<IdentityResult> SetLockoutEndDateAsync(AuthUser user, DateTimeOffset? lockoutEnd) => lockoutEnd > time.GetUtcNow()
        ? WithEndAsync(user, EndReason.AccountDisabled, () => base.SetLockoutEndDateAsync(user, lockoutEnd))
        : base.SetLockoutEndDateAsync(user, lockoutEnd);

    public override Task<IdentityResult> DeleteAsync(AuthUser user) =>
        ends.EndAllBeforeAsync(user, EndReason.AccountDisabled, () => base.DeleteAsync(user), CancellationToken);

    public override Task<IdentityResult> RemoveFromRoleAsync(AuthUser user, string role) =>
        WithNewTokensAsync(user, () => base.RemoveFromRoleAsync(user, role));

    public override Task<IdentityResult> RemoveFromRolesAsync(AuthUser user, IEnumerable<string> roles) =>
        WithNewTokensAsync(user, () => base.RemoveFromRolesAsync(user, roles));

    // The removal of one claim comes this way too.
    public override Task<IdentityResult> RemoveClaimsAsync(AuthUser user, IEnumerable<Claim> claims) =>
        WithNewTokensAsync(user, () => base.RemoveClaimsAsync(user, claims));

    public override Task<IdentityResult> ReplaceClaimAsync(AuthUser user, Claim claim, Claim newClaim) =>
        WithNewTokensAsync(user, () => base.ReplaceClaimAsync(user, claim, newClaim));

    public override async Task<IdentityResult> AccessFailedAsync(AuthUser user)
    {
        await failures.RecordAsync(user.Id, "identity_check_failed", counts: true, Caller.Unknown, CancellationToken);
        return IdentityResult.Success;
    }

    public override async Task<IdentityResult> ResetAccessFailedCountAsync(AuthUser user)
    {
        if (user.AccessFailedCount != 0)
        {
            await context.Users.Where(row => row.Id == user.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.AccessFailedCount, 0), CancellationToken);
        }

        return IdentityResult.Success;
    }

    private Task<IdentityResult> WithEndAsync(AuthUser user, EndReason reason, Func<Task<IdentityResult>> operation, SignInId? kept = null) =>
        ends.EndAllAsync(user, reason, operation, kept, CancellationToken);

    private Task<IdentityResult> WithNewTokensAsync(AuthUser user, Func<Task<IdentityResult>> operation) =>
        ends.EndTokensAsync(user, operation, CancellationToken);

    /// <summary>The user's own choice replaces a password that somebody else made, if the operation stores it.</summary>
    private static Func<Task<IdentityResult>> Chosen(AuthUser user, Func<Task<IdentityResult>> operation) => () =>
    {
        user.MustChangePassword = false;
        return operation();
    };

    /// <summary>Whoever knew the old password may know the key of an authenticator app that is not turned on yet.</summary>
    private async Task<IdentityResult> WithoutPendingKeyAsync(AuthUser user, Func<Task<IdentityResult>> operation)
    {
        var result = await operation();
        if (result.Succeeded && !user.TwoFactorEnabled)
        {
            await context.UserTokens.Where(secret => secret.UserId == user.Id).ExecuteDeleteAsync(CancellationToken);
        }

        return result;
    }
}
