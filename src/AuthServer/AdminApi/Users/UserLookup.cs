using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.AdminApi.Users;

/// <summary>Reads accounts, for the API and for commands.</summary>
internal sealed class UserLookup(AuthDbContext context, ILookupNormalizer normalizer, TimeProvider time)
{
    /// <summary>By user name, those behind <paramref name="after"/>.</summary>
    /// <param name="search">What the name or the address begins with, in any case; null: any.</param>
    public async Task<Page<UserDocument>> ListAsync(string? search, string? after, int take, CancellationToken cancellationToken)
    {
        var users = context.Users.AsNoTracking();
        if (search is not null)
        {
            var beginning = normalizer.NormalizeName(search);
            users = users.Where(user => user.NormalizedUserName!.StartsWith(beginning) || user.NormalizedEmail!.StartsWith(beginning));
        }

        users = after is null ? users : users.Where(user => string.Compare(user.NormalizedUserName, after) > 0);
        var rows = await users.OrderBy(user => user.NormalizedUserName).Take(take + 1).ToListAsync(cancellationToken);
        var page = await DocumentsAsync(rows.Take(take).ToList(), cancellationToken);
        return new Page<UserDocument>(page, rows.Count > take ? rows[take - 1].NormalizedUserName : null);
    }

    public async Task<UserDocument?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var rows = await context.Users.AsNoTracking().Where(user => user.Id == id).ToListAsync(cancellationToken);
        return (await DocumentsAsync(rows, cancellationToken)).SingleOrDefault();
    }

    /// <summary>A user by id, name or address; null when there is none.</summary>
    public async Task<Guid?> IdOfAsync(string named, CancellationToken cancellationToken)
    {
        // The sessions of an account that is gone can still be looked for by its id.
        if (Guid.TryParseExact(named, "D", out var id))
        {
            return id;
        }

        var normalized = normalizer.NormalizeName(named);
        return await context.Users.Where(user => user.NormalizedUserName == normalized || user.NormalizedEmail == normalized)
            .Select(user => (Guid?)user.Id).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<List<UserDocument>> DocumentsAsync(List<AuthUser> rows, CancellationToken cancellationToken)
    {
        var ids = rows.ConvertAll(row => row.Id);
        var roles = (await context.UserRoles.Where(link => ids.Contains(link.UserId))
            .Join(context.Roles, link => link.RoleId, role => role.Id, (link, role) => new { link.UserId, role.Name }).ToListAsync(cancellationToken)).ToLookup(role => role.UserId, role => role.Name!);
        var passkeys = await context.UserPasskeys.Where(passkey => ids.Contains(passkey.UserId)).GroupBy(passkey => passkey.UserId)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        var now = time.GetUtcNow();
        return rows.ConvertAll(user => new UserDocument
        {
            Id = user.Id,
            UserName = user.UserName!,
            Email = user.Email,
            EmailConfirmed = user.EmailConfirmed,
            Disabled = user.Disabled,
            LockedUntil = user.LockoutEnd > now ? user.LockoutEnd.Value.UtcDateTime : null,
            HasPassword = user.PasswordHash is not null,
            MustChangePassword = user.MustChangePassword,
            HasSecondFactor = user.TwoFactorEnabled,
            Passkeys = passkeys.GetValueOrDefault(user.Id),
            Roles = [.. roles[user.Id].Order(StringComparer.Ordinal)],
        });
    }
}
