using AuthServer.Core.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>The snapshot of roles that stands on a user's row for refreshes to read.</summary>
internal static class RoleSnapshots
{
    /// <summary>What a user's snapshot will be once <paramref name="context"/> is saved: what is stored, and what it is about to add or take away.</summary>
    public static async Task<string> AfterSaveAsync(AuthDbContext context, Guid userId, CancellationToken cancellationToken)
    {
        var stored = await context.UserRoles.AsNoTracking().Where(link => link.UserId == userId).Select(link => link.RoleId).ToListAsync(cancellationToken);
        var roles = stored.ToHashSet();
        foreach (var link in context.ChangeTracker.Entries<IdentityUserRole<Guid>>().Where(entry => entry.Entity.UserId == userId))
        {
            _ = link.State switch
            {
                EntityState.Added => roles.Add(link.Entity.RoleId),
                EntityState.Deleted => roles.Remove(link.Entity.RoleId),
                _ => false,
            };
        }

        var names = await context.Roles.AsNoTracking().Where(role => roles.Contains(role.Id)).Select(role => role.Name!).ToListAsync(cancellationToken);
        return new UserClaims { Roles = [.. names.Order(StringComparer.Ordinal)] }.ToStored();
    }
}
