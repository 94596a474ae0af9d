using AuthServer.Core.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>
/// Checks passwords through ASP.NET Core Identity, for the password grant and the sign-in page alike. Every refused attempt costs one read, one hash and one
/// write, whoever is asked for and whatever was wrong, so that neither the answer nor its time tells (OWASP ASVS 5.0, V6.3.8). A right password that is
/// refused counts as a wrong one.
/// </summary>
public sealed class PasswordChecks(IServiceScopeFactory scopes, PasswordHashingLimit limit, IPasswordHasher<AuthUser> hasher, SignInFailures failures)
{
    private static readonly AuthUser Nobody = new();

    private readonly string _nobodysHash = hasher.HashPassword(Nobody, Guid.NewGuid().ToString());

    public async Task<PasswordCheckOutcome> CheckAsync(string userName, string password, SecondFactorRule rule, Caller caller, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<AuthUserManager>();
        var context = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var name = users.NormalizeName(userName);

        // Together, so that whoever has a passkey costs no statement more than others.
        var found = await context.Users.Where(row => row.NormalizedUserName == name)
            .Select(row => new { User = row, HasPasskey = context.UserPasskeys.Any(passkey => passkey.UserId == row.Id) })
            .SingleOrDefaultAsync(cancellationToken);
        var user = found?.User;

        bool isRight;
        using (var lease = await limit.AcquireAsync(cancellationToken))
        {
            if (!lease.IsAcquired)
            {
                return new PasswordCheckOutcome.Busy();
            }

            isRight = await IsRightAsync(users, user, password);
        }

        var isLockedOut = user is not null && await users.IsLockedOutAsync(user);
        var canGoOn = rule == SecondFactorRule.Ask;
        if (Refusal(users.Options, user, isLockedOut, isRight, canGoOn, isEnough: canGoOn || found is { User.TwoFactorEnabled: false, HasPasskey: false }) is { } refusal)
        {
            await failures.RecordAsync(user?.Id, refusal, counts: !isLockedOut, caller, cancellationToken);
            return new PasswordCheckOutcome.Refused(refusal);
        }

        // Before the second factor nothing is forgiven: whoever knows the password could otherwise guess codes for ever.
        if (!user!.TwoFactorEnabled)
        {
            await users.ResetAccessFailedCountAsync(user);
        }

        return new PasswordCheckOutcome.Right(user);
    }

    private async Task<bool> IsRightAsync(AuthUserManager users, AuthUser? user, string password)
    {
        if (user?.PasswordHash is not null)
        {
            return await users.CheckPasswordAsync(user, password);
        }

        hasher.VerifyHashedPassword(Nobody, _nobodysHash, password);
        return false;
    }

    /// <summary>Null when nothing stands against the sign-in.</summary>
    /// <param name="canGoOn">Whether there are pages on which the user can be asked for more.</param>
    /// <param name="isEnough">Whether the password may be all, or the user has no second factor to show after it.</param>
    private static string? Refusal(IdentityOptions options, AuthUser? user, bool isLockedOut, bool isRight, bool canGoOn, bool isEnough) => user switch
    {
        null => "unknown_user",
        _ when isLockedOut => "locked_out",
        _ when !isRight => "wrong_password",
        { Disabled: true } => "disabled",
        _ when !isEnough => "second_factor_required",
        { MustChangePassword: true } when !canGoOn => "password_must_be_changed",
        { EmailConfirmed: false } when options.SignIn.RequireConfirmedEmail => "unconfirmed",
        _ => null,
    };
}
