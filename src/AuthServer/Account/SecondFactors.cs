using System.Security.Cryptography;
using System.Text;
using AuthServer.Core.Replay;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Identity;

namespace AuthServer.Account;

/// <summary>
/// Checks second factors. Wrong ones count towards lock-out like wrong passwords, and only a right one forgives them. A code is taken once (RFC 6238 §5.2).
/// </summary>
internal sealed class SecondFactors(
    AuthUserManager users, SignInFailures failures, SecondFactorStep step, PasswordHashingLimit limit, IReplayStore replays, TimeProvider clock)
{
    // Identity reads a code as a number: with zeros before it, it would be right again without being the one that was taken.
    private const int CodeLength = 6;

    // Identity takes codes of two steps of 30 s on either side of now.
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(3);

    public Task<SecondFactorOutcome> CheckCodeAsync(HttpContext http, string code) =>
        CheckAsync(http, "wrong_code", user => IsRightCodeAsync(user, code, http.RequestAborted));

    public Task<SecondFactorOutcome> CheckRecoveryCodeAsync(HttpContext http, string code) =>
        CheckAsync(http, "wrong_recovery_code", async user => (await users.RedeemTwoFactorRecoveryCodeAsync(user, Compact(code))).Succeeded);

    /// <summary>Whether a code is right, and taken for the first time. Counts nothing: for a user who is signed in and sets the authenticator up.</summary>
    public async Task<bool> IsRightCodeAsync(AuthUser user, string code, CancellationToken cancellationToken) =>
        Digits(code) is { Length: CodeLength } digits
        && await users.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, digits)
        && await replays.TryRememberAsync(
            ReplayKind.AuthenticatorCode, SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Id:N}{digits}")), clock.GetUtcNow() + CodeLifetime, cancellationToken);

    private async Task<SecondFactorOutcome> CheckAsync(HttpContext http, string refusal, Func<AuthUser, Task<bool>> isRightAsync)
    {
        // Few at a time, so that a burst of guesses meets the lock-out that its first ones bring about.
        using var lease = await limit.AcquireAsync(http.RequestAborted);
        if (!lease.IsAcquired)
        {
            return new SecondFactorOutcome.Refused();
        }

        if (step.Find(http) is not { } pending
            || await users.FindByIdAsync(pending.UserId.ToString()) is not { } user
            || user.Epoch != pending.Epoch)
        {
            return new SecondFactorOutcome.NotUnderWay();
        }

        // A locked account is asked for nothing: its codes would tell that they are right by being spent.
        var isLockedOut = await users.IsLockedOutAsync(user);
        if (isLockedOut || user.Disabled || !user.TwoFactorEnabled || !await isRightAsync(user))
        {
            await failures.RecordAsync(user.Id, isLockedOut ? "locked_out" : refusal, counts: !isLockedOut, http.Caller(), http.RequestAborted);
            return new SecondFactorOutcome.Refused();
        }

        await users.ResetAccessFailedCountAsync(user);
        step.Finish(http);
        return new SecondFactorOutcome.Right(user, pending.Remember);
    }

    private static string Digits(string code) => string.Concat(code.Where(char.IsAsciiDigit));

    // People write codes as they read them; ours have a dash in the middle.
    private static string Compact(string code) => code.Trim().ToUpperInvariant();
}
