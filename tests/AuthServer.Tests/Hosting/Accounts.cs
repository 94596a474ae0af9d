using AuthServer.EntityFrameworkCore.Users;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Tests.Hosting;

/// <summary>What a user or an administrator does to an account.</summary>
public static class Accounts
{
    public static async Task ResetPasswordAsync(this AuthServerHost host, AuthUser user, string newPassword)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<AuthUserManager>();
        var current = (await users.FindByIdAsync(user.Id.ToString()))!;
        var result = await users.ResetPasswordAsync(current, await users.GeneratePasswordResetTokenAsync(current), newPassword);
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(result.ToString());
        }
    }

    /// <summary>Sets columns of the user's row: <c>disabled = TRUE</c>.</summary>
    public static Task<int> BendAsync(this AuthServerHost host, AuthUser user, string assignments) =>
        host.Database.ExecuteAsync($"UPDATE users SET {assignments} WHERE id = @id", ("id", user.Id));
}
