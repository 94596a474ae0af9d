using AuthServer.Core.Scopes;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Administration;

/// <summary>
/// Keeps the last administrator who can sign in. What takes one away is done by one at a time, on all nodes: two who remove each other at the same moment
/// do not both succeed.
/// </summary>
internal sealed class AdministratorGuard(IDbContextFactory<AuthDbContext> contexts, ILookupNormalizer normalizer, TimeProvider time)
{
    /// <summary>Does it and says what came of it, or null when the user is the last administrator.</summary>
    public async Task<T?> UnlessLastAsync<T>(UserId id, Func<Task<T>> takeAway)
        where T : class
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var turn = await context.Database.BeginTransactionAsync();
        var role = normalizer.NormalizeName(ScopePolicy.AdministratorRole);

        // The role's row is held until it is done; what is done writes other rows, on a connection of its own.
        await context.Roles.Where(known => known.NormalizedName == role)
            .ExecuteUpdateAsync(set => set.SetProperty(known => known.ConcurrencyStamp, known => known.ConcurrencyStamp));
        var now = time.GetUtcNow();
        var administrators = await context.Users
            .Where(user => !user.Disabled && (user.LockoutEnd == null || user.LockoutEnd <= now))
            .Where(user => context.UserRoles.Any(link => link.UserId == user.Id && context.Roles.Any(known => known.Id == link.RoleId && known.NormalizedName == role)))
            .Select(user => user.Id).Take(2).ToListAsync();
        return administrators is [var only] && only == id.Value ? null : await takeAway();
    }
}
