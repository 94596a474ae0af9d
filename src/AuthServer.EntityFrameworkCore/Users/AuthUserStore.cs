using AuthServer.Core.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>Identity's store, which also keeps the snapshot of roles on the user row that refreshes read, in the same save.</summary>
public sealed class AuthUserStore(AuthDbContext context, IdentityErrorDescriber? describer = null)
    : UserStore<AuthUser, AuthRole, AuthDbContext, Guid>(context, describer)
{
    public override async Task<IdentityResult> UpdateAsync(AuthUser user, CancellationToken cancellationToken = default)
    {
        user.Claims = new UserClaims { Roles = [.. await RolesAfterSaveAsync(user, cancellationToken)] }.ToStored();
        return await base.UpdateAsync(user, cancellationToken);
    }

    /// <summary>What the user's roles will be: those stored, and what this context is about to add or take away.</summary>
    private async Task<IEnumerable<string>> RolesAfterSaveAsync(AuthUser user, CancellationToken cancellationToken)
    {
        var stored = await Context.UserRoles.AsNoTracking().Where(link => link.UserId == user.Id).Select(link => link.RoleId).ToListAsync(cancellationToken);
        var roles = stored.ToHashSet();
        foreach (var link in Context.ChangeTracker.Entries<IdentityUserRole<Guid>>().Where(entry => entry.Entity.UserId == user.Id))
        {
            _ = link.State switch
            {
                EntityState.Added => roles.Add(link.Entity.RoleId),
                EntityState.Deleted => roles.Remove(link.Entity.RoleId),
                _ => false,
            };
        }

        var names = await Context.Roles.AsNoTracking().Where(role => roles.Contains(role.Id)).Select(role => role.Name!).ToListAsync(cancellationToken);
        return names.Order(StringComparer.Ordinal);
    }
}
