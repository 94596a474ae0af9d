using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Administration;
using AuthServer.Configuration;
using AuthServer.Core.Scopes;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AuthServer.Declarations;

/// <summary>
/// Creates the users of the development seed and the first administrator, each when there is none by that name. Nodes that start at once end with one of each.
/// </summary>
public sealed class UserSeed(AuthUserManager users, UserRoles roles, AuthDbContext context, IOptions<AuthServerOptions> options)
{
    /// <summary>The administrator's one-time password if one was made up just now, else null.</summary>
    public async Task<string?> ApplyAsync()
    {
        foreach (var user in options.Value.Users)
        {
            await CreateAsync(user.UserName, user.Password, mustChange: false);
        }

        var bootstrap = options.Value.Bootstrap;
        if (bootstrap.AdminUserName.Length == 0)
        {
            return null;
        }

        await roles.EnsureAdministratorAsync();
        var password = bootstrap.AdminPassword ?? NewPassword();
        if (await CreateAsync(bootstrap.AdminUserName, password, mustChange: bootstrap.AdminPassword is null) is not { } administrator)
        {
            return null;
        }

        Require(await users.AddToRoleAsync(administrator, ScopePolicy.AdministratorRole), bootstrap.AdminUserName);
        return bootstrap.AdminPassword is null ? password : null;
    }

    /// <summary>Null when there is such a user already.</summary>
    private async Task<AuthUser?> CreateAsync(string userName, string password, bool mustChange)
    {
        if (await users.FindByNameAsync(userName) is not null)
        {
            return null;
        }

        var user = new AuthUser { Id = Guid.CreateVersion7(), UserName = userName, Email = userName, EmailConfirmed = true, MustChangePassword = mustChange };
        try
        {
            var result = await users.CreateAsync(user, password);
            if (!result.Succeeded && await users.FindByNameAsync(userName) is not null)
            {
                // Another node that started at the same moment was first, as Identity has seen.
                return null;
            }

            Require(result, userName);
            return user;
        }
        catch (DbUpdateException)
        {
            // Or as the unique index has, when both looked before either wrote.
            context.ChangeTracker.Clear();
            if (await users.FindByNameAsync(userName) is null)
            {
                throw;
            }

            return null;
        }
    }

    private static void Require(IdentityResult result, string userName)
    {
        if (!result.Succeeded)
        {
            throw new StartRefusedException($"User {userName} could not be created: {string.Join(" ", result.Errors.Select(error => error.Description))}");
        }
    }

    // Upper, lower, digit and sign are there whatever the random part holds.
    private static string NewPassword() => $"Aa1!{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18))}";
}
