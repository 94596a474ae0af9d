using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>
/// Identity's user manager with two differences: failures are counted by one atomic statement, so that parallel guesses all count, and a new
/// password ends the user's sessions in the transaction that stores it.
/// </summary>
public sealed class AuthUserManager(
    AuthDbContext context,
    UserSessionsEnd sessions,
    SessionEnding ending,
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
        WithEndAsync(user, EndReason.PasswordChanged, () => base.ResetPasswordAsync(user, token, newPassword));

    public override Task<IdentityResult> ChangePasswordAsync(AuthUser user, string currentPassword, string newPassword) =>
        WithEndAsync(user, EndReason.PasswordChanged, () => base.ChangePasswordAsync(user, currentPassword, newPassword));

    public override async Task<IdentityResult> AccessFailedAsync(AuthUser user)
    {
        await CountFailureAsync(user.Id);
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

    /// <summary>
    /// Counts a wrong password, and locks the user out when the limit is reached: one statement, which costs the same when there is no such user.
    /// </summary>
    public Task CountFailureAsync(Guid userId)
    {
        var limit = Options.Lockout.MaxFailedAccessAttempts;
        var stamp = Guid.NewGuid().ToString();
        DateTimeOffset? lockedUntil = time.GetUtcNow() + Options.Lockout.DefaultLockoutTimeSpan;
        return context.Users.Where(row => row.Id == userId).ExecuteUpdateAsync(
            set => set
                // A tracked save that read the user before must not unlock it again: it fails on the stamp.
                .SetProperty(row => row.ConcurrencyStamp, row => row.LockoutEnabled && row.AccessFailedCount + 1 >= limit ? stamp : row.ConcurrencyStamp)
                .SetProperty(row => row.LockoutEnd, row => row.LockoutEnabled && row.AccessFailedCount + 1 >= limit ? lockedUntil : row.LockoutEnd)
                .SetProperty(row => row.AccessFailedCount, row => row.LockoutEnabled && row.AccessFailedCount + 1 >= limit ? 0 : row.AccessFailedCount + 1),
            CancellationToken);
    }

    private async Task<IdentityResult> WithEndAsync(AuthUser user, EndReason reason, Func<Task<IdentityResult>> operation)
    {
        var end = new EndSessionsOfUser(new UserId(user.Id), reason, Actors.User(new UserId(user.Id)), Caller.Unknown);
        await using var transaction = await context.Database.BeginTransactionAsync(CancellationToken);
        var result = await operation();
        if (!result.Succeeded)
        {
            return result;
        }

        var epoch = await sessions.DecideAsync(end, context.Database.GetDbConnection(), transaction.GetDbTransaction(), CancellationToken);
        await transaction.CommitAsync(CancellationToken);
        ending.Announce(end, await sessions.MarkAsync(end, epoch!.Value, CancellationToken.None));
        return result;
    }
}
