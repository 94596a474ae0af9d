using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>
/// Identity's store with two differences: it keeps the snapshot of roles and profile on the user row that refreshes read, in the same save; and a user's tokens (the key of
/// an authenticator app, recovery codes) are encrypted, so that a dump of the database holds nothing that a page would take.
/// </summary>
public sealed class AuthUserStore(AuthDbContext context, IDataProtectionProvider protection, IdentityErrorDescriber? describer = null)
    : UserStore<AuthUser, AuthRole, AuthDbContext, Guid>(context, describer)
{
    public override async Task<IdentityResult> CreateAsync(AuthUser user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        user.Claims = await UserSnapshots.AfterSaveAsync(Context, user, cancellationToken);
        return await base.CreateAsync(user, cancellationToken);
    }

    public override async Task<IdentityResult> UpdateAsync(AuthUser user, CancellationToken cancellationToken = default)
    {
        user.Claims = await UserSnapshots.AfterSaveAsync(Context, user, cancellationToken);
        return await base.UpdateAsync(user, cancellationToken);
    }

    public override Task SetTokenAsync(AuthUser user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        base.SetTokenAsync(user, loginProvider, name, value is null ? null : Protector(user).Protect(value), cancellationToken);

    public override async Task<string?> GetTokenAsync(AuthUser user, string loginProvider, string name, CancellationToken cancellationToken) =>
        await base.GetTokenAsync(user, loginProvider, name, cancellationToken) is { } value ? Protector(user).Unprotect(value) : null;

    // One user's tokens are no use in another's row.
    private IDataProtector Protector(AuthUser user) => protection.CreateProtector("AuthServer.UserTokens", user.Id.ToString("N"));
}
