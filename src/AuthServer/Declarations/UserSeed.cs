using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Configuration;
using AuthServer.Core.Scopes;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AuthServer.Declarations;

/// <summary>Creates the users of the development seed and the first administrator, each when there is none by that name.</summary>
public sealed class UserSeed(AuthUserManager users, RoleManager<AuthRole> roles, IOptions<AuthServerOptions> options)
{
    /// <summary>The administrator's one-time password if one was made up just now, else null.</summary>
    public async Task<string?> ApplyAsync()
    {
        foreach (var user in options.Value.Users)
        {
            await CreateAsync(user.UserName, user.Password);
        }

        var bootstrap = options.Value.Bootstrap;
        if (bootstrap.AdminUserName.Length == 0)
        {
            return null;
        }

        if (!await roles.RoleExistsAsync(ScopePolicy.AdministratorRole))
        {
            await roles.CreateAsync(new AuthRole { Name = ScopePolicy.AdministratorRole });
        }

        var password = bootstrap.AdminPassword ?? NewPassword();
        if (await CreateAsync(bootstrap.AdminUserName, password) is not { } administrator)
        {
            return null;
        }

        Require(await users.AddToRoleAsync(administrator, ScopePolicy.AdministratorRole), bootstrap.AdminUserName);
        return bootstrap.AdminPassword is null ? password : null;
    }

    /// <summary>Null when there is such a user already.</summary>
    private async Task<AuthUser?> CreateAsync(string userName, string password)
    {
        if (await users.FindByNameAsync(userName) is not null)
        {
            return null;
        }

        var user = new AuthUser { Id = Guid.CreateVersion7(), UserName = userName, Email = userName, EmailConfirmed = true };
        var result = await users.CreateAsync(user, password);
        if (!result.Succeeded && await users.FindByNameAsync(userName) is not null)
        {
            // Another node that started at the same moment was first.
            return null;
        }

        Require(result, userName);
        return user;
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
