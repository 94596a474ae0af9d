using AuthServer.Core.Scopes;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Administration;

/// <summary>The roles that users can be given. That of the administrators is one of them from the start: the product itself gives it its meaning.</summary>
public sealed class UserRoles(RoleManager<AuthRole> roles, AuthDbContext context)
{
    /// <summary>Why these roles cannot be given; null when they can.</summary>
    public async Task<string?> MissingAsync(IEnumerable<string> wanted)
    {
        await EnsureAdministratorAsync();
        foreach (var role in wanted)
        {
            if (!await roles.RoleExistsAsync(role))
            {
                return $"There is no role '{role}'. There are: {string.Join(", ", await roles.Roles.Select(known => known.Name).ToListAsync())}.";
            }
        }

        return null;
    }

    /// <summary>Creates the administrators' role unless it is there; of many at once, one does.</summary>
    public async Task EnsureAdministratorAsync()
    {
        if (await roles.RoleExistsAsync(ScopePolicy.AdministratorRole))
        {
            return;
        }

        try
        {
            await roles.CreateAsync(new AuthRole { Name = ScopePolicy.AdministratorRole });
        }
        catch (DbUpdateException)
        {
            context.ChangeTracker.Clear();
            if (!await roles.RoleExistsAsync(ScopePolicy.AdministratorRole))
            {
                throw;
            }
        }
    }
}
