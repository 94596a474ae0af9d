using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>Identity's store, which also keeps the snapshot of roles on the user row that refreshes read, in the same save.</summary>
public sealed class AuthUserStore(AuthDbContext context, IdentityErrorDescriber? describer = null)
    : UserStore<AuthUser, AuthRole, AuthDbContext, Guid>(context, describer)
{
    public override async Task<IdentityResult> UpdateAsync(AuthUser user, CancellationToken cancellationToken = default)
    {
        user.Claims = await RoleSnapshots.AfterSaveAsync(Context, user.Id, cancellationToken);
        return await base.UpdateAsync(user, cancellationToken);
    }
}
