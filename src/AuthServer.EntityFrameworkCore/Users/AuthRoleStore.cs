using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>Identity's role store, which rewrites the snapshots of a role's users when the role is renamed or deleted, in the same transaction.</summary>
public sealed class AuthRoleStore(AuthDbContext context, IdentityErrorDescriber? describer = null)
    : RoleStore<AuthRole, AuthDbContext, Guid>(context, describer)
{
    public override Task<IdentityResult> UpdateAsync(AuthRole role, CancellationToken cancellationToken = default) =>
        WithSnapshotsAsync(role, () => base.UpdateAsync(role, cancellationToken), cancellationToken);

    public override Task<IdentityResult> DeleteAsync(AuthRole role, CancellationToken cancellationToken = default) =>
        WithSnapshotsAsync(role, () => base.DeleteAsync(role, cancellationToken), cancellationToken);

    private async Task<IdentityResult> WithSnapshotsAsync(AuthRole role, Func<Task<IdentityResult>> change, CancellationToken cancellationToken)
    {
        var members = await Context.UserRoles.Where(link => link.RoleId == role.Id).Select(link => link.UserId).ToListAsync(cancellationToken);
        await using var transaction = await Context.Database.BeginTransactionAsync(cancellationToken);
        var result = await change();
        if (!result.Succeeded)
        {
            return result;
        }

        foreach (var member in members)
        {
            if (await Context.Users.SingleOrDefaultAsync(user => user.Id == member, cancellationToken) is not { } user)
            {
                continue;
            }

            var snapshot = await UserSnapshots.AfterSaveAsync(Context, user, cancellationToken);
            await Context.Users.Where(row => row.Id == member).ExecuteUpdateAsync(set => set.SetProperty(row => row.Claims, snapshot), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
