using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>Identity's store, which also keeps the snapshot of roles and profile on the user row that refreshes read, in the same save.</summary>
public sealed class AuthUserStore(AuthDbContext context, IdentityErrorDescriber? describer = null)
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
}
