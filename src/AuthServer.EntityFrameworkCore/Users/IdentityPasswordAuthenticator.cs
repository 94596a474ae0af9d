using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>
/// Checks passwords through ASP.NET Core Identity. Every attempt costs one read, one hash, and one statement that counts the failure, whether or not
/// there is such a user, so that neither the answer nor its time tells (OWASP ASVS 5.0, V6.3.8).
/// </summary>
public sealed class IdentityPasswordAuthenticator(IServiceScopeFactory scopes, PasswordHashingLimit limit, IPasswordHasher<AuthUser> hasher, IAuditLog audit)
    : IPasswordAuthenticator
{
    private static readonly AuthUser Nobody = new();

    private readonly string _nobodysHash = hasher.HashPassword(Nobody, Guid.NewGuid().ToString());

    public async Task<PasswordOutcome> AuthenticateAsync(string userName, string password, Caller caller, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<AuthUserManager>();
        var user = await users.FindByNameAsync(userName);

        bool isRight;
        using (var lease = await limit.AcquireAsync(cancellationToken))
        {
            if (!lease.IsAcquired)
            {
                return new PasswordOutcome.Busy();
            }

            isRight = await IsRightAsync(users, user, password);
        }

        if (await RefusalAsync(users, user, isRight) is not { } refusal)
        {
            await users.ResetAccessFailedCountAsync(user!);
            return new PasswordOutcome.Accepted(new UserId(user!.Id), user.Epoch, UserClaims.FromStored(user.Claims));
        }

        await audit.WriteAsync(new AuditEvent(AuditEventTypes.SignInFailed, Actors.Server, caller)
        {
            UserId = user is null ? null : new UserId(user.Id),
            Reason = refusal,
        });
        return new PasswordOutcome.Refused(refusal);
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

    /// <summary>Null when nothing stands against the sign-in. The order hides nothing: all of it answers alike.</summary>
    private static async Task<string?> RefusalAsync(AuthUserManager users, AuthUser? user, bool isRight)
    {
        if (user is not null && await users.IsLockedOutAsync(user))
        {
            return "locked_out";
        }

        if (!isRight)
        {
            await users.CountFailureAsync(user?.Id ?? Guid.Empty);
            return user is null ? "unknown_user" : "wrong_password";
        }

        return user switch
        {
            { Disabled: true } => "disabled",
            { TwoFactorEnabled: true } => "second_factor_required",
            { EmailConfirmed: false } when users.Options.SignIn.RequireConfirmedEmail => "unconfirmed",
            _ => null,
        };
    }
}
