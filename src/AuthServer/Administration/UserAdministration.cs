using AuthServer.Account;
using AuthServer.Core.Audit;
using AuthServer.Core.Scopes;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Identity;

namespace AuthServer.Administration;

/// <summary>
/// What an administrator does to an account, from whichever door. It goes through Identity, whose operations end what they must; audit names the administrator.
/// The last administrator who can sign in is never taken away.
/// </summary>
internal sealed class UserAdministration(
    AuthUserManager users, UserRoles roles, AdministratorGuard administrators, PasswordLinks links, ActingParty acting, AccountRecords records)
{
    private const string LastAdministrator = "It is the last administrator who can sign in. Make another one first.";

    /// <summary>Makes an account whose address counts as confirmed. The user chooses the password at the link.</summary>
    public async Task<Outcome<PasswordLink>> CreateAsync(NewUser made, Administrator by, string? note)
    {
        acting.ActAs(by.Actor, by.Caller, note);
        if (await roles.MissingAsync(made.Roles) is { } missing)
        {
            return new Outcome<PasswordLink>.Refused(missing);
        }

        var user = new AuthUser { Id = Guid.CreateVersion7(), UserName = made.UserName, Email = made.Email ?? made.UserName, EmailConfirmed = true };
        if (await records.RecordAsync(AuditEventTypes.UserCreated, user, reason: null, () => users.CreateAsync(user)) is { Succeeded: false } refused)
        {
            return Refused<PasswordLink>(refused);
        }

        foreach (var role in made.Roles)
        {
            await records.RecordAsync(AuditEventTypes.RoleAdded, user, role, () => users.AddToRoleAsync(user, role));
        }

        return new Outcome<PasswordLink>.Done(new PasswordLink(user.Id, await links.AddressAsync(user)));
    }

    public Task<Outcome<UserId>> DisableAsync(UserId id, Administrator by, string? note) => TakeAwayAsync(
        id, by, note, AuditEventTypes.UserDisabled, user => users.SetDisabledAsync(user, disabled: true));

    public Task<Outcome<UserId>> EnableAsync(UserId id, Administrator by, string? note) => ChangeAsync(
        id, by, note, AuditEventTypes.UserEnabled, user => users.SetDisabledAsync(user, disabled: false));

    /// <summary>Nobody signs in as the user until then; null: until the account is unlocked.</summary>
    public Task<Outcome<UserId>> LockAsync(UserId id, DateTimeOffset? until, Administrator by, string? note) => TakeAwayAsync(
        id, by, note, AuditEventTypes.UserLocked, user => users.SetLockoutEndDateAsync(user, until ?? DateTimeOffset.MaxValue));

    /// <summary>Ends a lock-out, whether by an administrator or by wrong passwords.</summary>
    public Task<Outcome<UserId>> UnlockAsync(UserId id, Administrator by, string? note) => ChangeAsync(id, by, note, AuditEventTypes.UserUnlocked, async user =>
    {
        var result = await users.SetLockoutEndDateAsync(user, null);
        return result.Succeeded ? await users.ResetAccessFailedCountAsync(user) : result;
    });

    /// <summary>The password is void at once, and everything that is signed in ends. The user chooses another at the link.</summary>
    public async Task<Outcome<PasswordLink>> ResetPasswordAsync(UserId id, Administrator by, string? note) =>
        await ChangeAsync(id, by, note, AuditEventTypes.PasswordReset, users.ForgetPasswordAsync) switch
        {
            Outcome<UserId>.Done => new Outcome<PasswordLink>.Done(new PasswordLink(id.Value, await links.AddressAsync((await FindAsync(id))!))),
            Outcome<UserId>.Refused refused => new Outcome<PasswordLink>.Refused(refused.Reasons),
            _ => new Outcome<PasswordLink>.NotFound(),
        };

    /// <summary>Takes authenticator app, recovery codes and passkeys away, and ends everything that is signed in. The password alone signs in then.</summary>
    public Task<Outcome<UserId>> ResetSecondFactorAsync(UserId id, Administrator by, string? note) => ChangeAsync(
        id, by, note, AuditEventTypes.SecondFactorReset, users.ResetSecondFactorsAsync);

    public async Task<Outcome<UserId>> AddRoleAsync(UserId id, string role, Administrator by, string? note) =>
        await roles.MissingAsync([role]) is { } missing
            ? new Outcome<UserId>.Refused(missing)
            : await ChangeAsync(id, by, note, AuditEventTypes.RoleAdded, user => users.AddToRoleAsync(user, role), role);

    /// <summary>The user stays signed in; access tokens that still name the role are refused by APIs.</summary>
    public Task<Outcome<UserId>> RemoveRoleAsync(UserId id, string role, Administrator by, string? note) =>
        users.NormalizeName(role) == users.NormalizeName(ScopePolicy.AdministratorRole)
            ? TakeAwayAsync(id, by, note, AuditEventTypes.RoleRemoved, user => users.RemoveFromRoleAsync(user, role), role)
            : ChangeAsync(id, by, note, AuditEventTypes.RoleRemoved, user => users.RemoveFromRoleAsync(user, role), role);

    /// <summary>The account is gone for ever; its sessions and audit events stay visible for as long as history is kept.</summary>
    public Task<Outcome<UserId>> DeleteAsync(UserId id, Administrator by, string? note) => TakeAwayAsync(
        id, by, note, AuditEventTypes.UserDeleted, users.DeleteAsync);

    private async Task<Outcome<UserId>> TakeAwayAsync(
        UserId id, Administrator by, string? note, string type, Func<AuthUser, Task<IdentityResult>> change, string? reason = null) =>
        await administrators.UnlessLastAsync(id, () => ChangeAsync(id, by, note, type, change, reason)) ?? new Outcome<UserId>.Refused(LastAdministrator);

    private async Task<Outcome<UserId>> ChangeAsync(
        UserId id, Administrator by, string? note, string type, Func<AuthUser, Task<IdentityResult>> change, string? reason = null)
    {
        acting.ActAs(by.Actor, by.Caller, note);
        if (await FindAsync(id) is not { } user)
        {
            return new Outcome<UserId>.NotFound();
        }

        return await records.RecordAsync(type, user, reason, () => change(user)) is { Succeeded: false } refused
            ? Refused<UserId>(refused)
            : new Outcome<UserId>.Done(id);
    }

    private Task<AuthUser?> FindAsync(UserId id) => users.FindByIdAsync(id.ToString());

    private static Outcome<T> Refused<T>(IdentityResult result) => new Outcome<T>.Refused([.. result.Errors.Select(error => error.Description)]);
}
