using AuthServer.Core.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>
/// Identity's role store, which rewrites the snapshots of a role's users when the role is renamed or deleted, and ends the access tokens that say otherwise, in
/// the same transaction.
/// </summary>
public sealed class AuthRoleStore(AuthDbContext context, AccountEnds ends, IdentityErrorDescriber? describer = null)
    : RoleStore<AuthRole, AuthDbContext, Guid>(context, describer)
{
    public override Task<IdentityResult> UpdateAsync(AuthRole role, CancellationToken cancellationToken = default) =>
        WithSnapshotsAsync(role, () => base.UpdateAsync(role, cancellationToken), cancellationToken);

    public override Task<IdentityResult> DeleteAsync(AuthRole role, CancellationToken cancellationToken = default) =>
        WithSnapshotsAsync(role, () => base.DeleteAsync(role, cancellationToken), cancellationToken);

    private async Task<IdentityResult> WithSnapshotsAsync(AuthRole role, Func<Task<IdentityResult>> change, CancellationToken cancellationToken)
    {
        IReadOnlyList<Guid> members = [];
        return await ends.EndTokensAsync(
            async () =>
            {
                // In id order, in which whoever takes several users' rows takes them.
                members = await Context.UserRoles.Where(link => link.RoleId == role.Id).Select(link => link.UserId).Order().ToListAsync(cancellationToken);
                return await change();
            },
            () => RewriteAsync(members, cancellationToken),
            cancellationToken);
    }

    /// <summary>Those of the users whose snapshot is another now.</summary>
    private async Task<IReadOnlyList<UserId>> RewriteAsync(IReadOnlyList<Guid> members, CancellationToken cancellationToken)
    {
        var changed = new List<UserId>();
        foreach (var member in members)
        {
            // The row is held first, so that the snapshot is made of what is there when nobody else changes it; and whoever read it before must fail to save it.
            var held = await Context.Users.Where(row => row.Id == member)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.ConcurrencyStamp, Guid.NewGuid().ToString()), cancellationToken);
            if (held == 0 || await Context.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == member, cancellationToken) is not { } user)
            {
                continue;
            }

            var snapshot = await UserSnapshots.AfterSaveAsync(Context, user, cancellationToken);
            if (snapshot != user.Claims)
            {
                await Context.Users.Where(row => row.Id == member).ExecuteUpdateAsync(set => set.SetProperty(row => row.Claims, snapshot), cancellationToken);
                changed.Add(new UserId(member));
            }
        }

        return changed;
    }
}
