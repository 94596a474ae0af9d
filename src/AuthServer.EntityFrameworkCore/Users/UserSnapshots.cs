using System.Collections.Immutable;
using AuthServer.Core.UserInfo;
using AuthServer.Core.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>The snapshot of roles and profile that stands on a user's row for tokens and the UserInfo endpoint to read.</summary>
internal static class UserSnapshots
{
    private static readonly HashSet<string> ProfileClaims = [.. StandardClaims.Names];

    /// <summary>What a user's snapshot will be once <paramref name="context"/> is saved: what is stored, and what it is about to add or take away.</summary>
    public static async Task<string> AfterSaveAsync(AuthDbContext context, AuthUser user, CancellationToken cancellationToken) =>
        new UserClaims
        {
            Roles = await RolesAsync(context, user.Id, cancellationToken),
            Profile = await ProfileAsync(context, user, cancellationToken),
        }.ToStored();

    private static async Task<ImmutableArray<string>> RolesAsync(AuthDbContext context, Guid userId, CancellationToken cancellationToken)
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
        return [.. names.Order(StringComparer.Ordinal)];
    }

    /// <summary>Identity's own columns, and of the user's claims those that have a name of OIDC Core §5.1.</summary>
    private static async Task<ImmutableSortedDictionary<string, string>> ProfileAsync(AuthDbContext context, AuthUser user, CancellationToken cancellationToken)
    {
        // Tracked ones win over what is stored; the query fixes that up by identity.
        await context.UserClaims.Where(claim => claim.UserId == user.Id).LoadAsync(cancellationToken);
        var profile = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var claim in context.ChangeTracker.Entries<IdentityUserClaim<Guid>>().Where(entry => entry.State != EntityState.Deleted).Select(entry => entry.Entity))
        {
            if (claim.UserId == user.Id && claim.ClaimType is { } name && ProfileClaims.Contains(name) && claim.ClaimValue is { } value)
            {
                profile[name] = value;
            }
        }

        Set("preferred_username", user.UserName);
        Set("email", user.Email);
        Set("email_verified", user.Email is null ? null : Text(user.EmailConfirmed));
        Set("phone_number", user.PhoneNumber);
        Set("phone_number_verified", user.PhoneNumber is null ? null : Text(user.PhoneNumberConfirmed));
        return profile.ToImmutable();

        void Set(string name, string? value)
        {
            if (value is not null)
            {
                profile[name] = value;
            }
        }
    }

    private static string Text(bool value) => value ? "true" : "false";
}
