using System.Data.Common;
using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Sessions;
using AuthServer.EntityFrameworkCore.SignIns;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>
/// Identity's user manager with two differences: failures are counted by one atomic statement, so that parallel guesses all count; and what changes a user's
/// credentials ends the user's sign-ins and sessions in the transaction that stores the change.
/// </summary>
public sealed partial class AuthUserManager(
    AuthDbContext context,
    UserSessionsEnd sessions,
    SessionEnding ending,
    SignInFailures failures,
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
        WithEndAsync(user, EndReason.PasswordChanged, () => WithoutPendingKeyAsync(user, () => base.ResetPasswordAsync(user, token, newPassword)));

    /// <summary>
    /// As <see cref="ResetPasswordAsync"/>, of an account whose address nobody has confirmed: whoever holds the token has read the mail, and whoever began the
    /// account leaves no way in behind.
    /// </summary>
    public Task<IdentityResult> TakeOverAsync(AuthUser user, string token, string newPassword) => WithEndAsync(user, EndReason.PasswordChanged, async () =>
    {
        user.EmailConfirmed = true;
        user.TwoFactorEnabled = false;
        var result = await base.ResetPasswordAsync(user, token, newPassword);
        if (result.Succeeded)
        {
            await context.UserPasskeys.Where(passkey => passkey.UserId == user.Id).ExecuteDeleteAsync(CancellationToken);
            await context.UserTokens.Where(secret => secret.UserId == user.Id).ExecuteDeleteAsync(CancellationToken);
        }

        return result;
    });

    public override Task<IdentityResult> ChangePasswordAsync(AuthUser user, string currentPassword, string newPassword) =>
        WithEndAsync(user, EndReason.PasswordChanged, () => WithoutPendingKeyAsync(user, () => base.ChangePasswordAsync(user, currentPassword, newPassword)));

    /// <summary>As <see cref="ChangePasswordAsync(AuthUser, string, string)"/>, but the browser in which the user does it stays signed in, with its sessions.</summary>
    public Task<IdentityResult> ChangePasswordAsync(AuthUser user, string currentPassword, string newPassword, SignInId kept) =>
        WithEndAsync(user, EndReason.PasswordChanged, () => WithoutPendingKeyAsync(user, () => base.ChangePasswordAsync(user, currentPassword, newPassword)), kept);

    public override Task<IdentityResult> RemovePasswordAsync(AuthUser user) =>
        WithEndAsync(user, EndReason.CredentialsChanged, () => base.RemovePasswordAsync(user));

    public override Task<IdentityResult> RemovePasskeyAsync(AuthUser user, byte[] credentialId) =>
        WithEndAsync(user, EndReason.CredentialsChanged, () => base.RemovePasskeyAsync(user, credentialId));

    // A second factor that is set up ends nothing; one that is taken away does.
    public override Task<IdentityResult> SetTwoFactorEnabledAsync(AuthUser user, bool enabled) => user.TwoFactorEnabled && !enabled
        ? WithEndAsync(user, EndReason.CredentialsChanged, () => base.SetTwoFactorEnabledAsync(user, enabled))
        : base.SetTwoFactorEnabledAsync(user, enabled);

    public override Task<IdentityResult> ResetAuthenticatorKeyAsync(AuthUser user) => user.TwoFactorEnabled
        ? WithEndAsync(user, EndReason.CredentialsChanged, () => base.ResetAuthenticatorKeyAsync(user))
        : base.ResetAuthenticatorKeyAsync(user);

    public override async Task<IdentityResult> DeleteAsync(AuthUser user)
    {
        var end = End(user, EndReason.AccountDisabled);
        await using var transaction = await context.Database.BeginTransactionAsync(CancellationToken);

        // Decided while there still is a row whose epoch can be raised.
        var epoch = await DecideAsync(end, transaction);
        var result = await base.DeleteAsync(user);
        if (result.Succeeded && epoch is not null)
        {
            await transaction.CommitAsync(CancellationToken);
            await MarkAsync(end, epoch.Value);
        }

        return result;
    }

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

    private static EndSessionsOfUser End(AuthUser user, EndReason reason) =>
        new(new UserId(user.Id), reason, Actors.User(new UserId(user.Id)), Caller.Unknown);

    private async Task<IdentityResult> WithEndAsync(AuthUser user, EndReason reason, Func<Task<IdentityResult>> operation, SignInId? kept = null)
    {
        var end = End(user, reason);
        await using var transaction = await context.Database.BeginTransactionAsync(CancellationToken);
        var result = await operation();
        if (!result.Succeeded)
        {
            return result;
        }

        var epoch = (await DecideAsync(end, transaction))!.Value;
        if (kept is { } signIn)
        {
            await KeptSignIn.CarryOverAsync(context, signIn, end.UserId, epoch, CancellationToken);
        }

        await transaction.CommitAsync(CancellationToken);
        await MarkAsync(end, epoch);
        return result;
    }

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

    private Task<int?> DecideAsync(EndSessionsOfUser end, IDbContextTransaction transaction) =>
        sessions.DecideAsync(end, context.Database.GetDbConnection(), transaction.GetDbTransaction(), CancellationToken);

    /// <summary>The epoch has decided; rows that could not be marked now say nothing false, for they are behind it.</summary>
    private async Task MarkAsync(EndSessionsOfUser end, int epoch)
    {
        try
        {
            ending.Announce(end, await sessions.MarkAsync(end, epoch, CancellationToken.None));
        }
        catch (Exception exception) when (exception is DbException or StoreUnavailableException)
        {
            LogNotMarked(Logger, exception, end.UserId);
        }
    }

    [LoggerMessage(2201, LogLevel.Warning, "The sessions of user {UserId} have ended, but not all of their rows could be marked")]
    private static partial void LogNotMarked(ILogger logger, Exception exception, UserId userId);
}
