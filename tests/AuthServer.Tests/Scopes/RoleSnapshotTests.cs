using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Scopes;

/// <summary>What a refresh reads of a user's roles follows every way in which they change.</summary>
public sealed class RoleSnapshotTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task It_follows_a_role_that_is_renamed_and_then_deleted()
    {
        var user = await server.Host.CreateUserAsync(role: "auditor");
        (await SnapshotAsync(user)).Should().Contain("auditor");

        await WithRoleAsync("auditor", async (roles, role) =>
        {
            role.Name = "reviewer";
            return await roles.UpdateAsync(role);
        });
        (await SnapshotAsync(user)).Should().Contain("reviewer").And.NotContain("auditor");

        await WithRoleAsync("reviewer", (roles, role) => roles.DeleteAsync(role));
        (await SnapshotAsync(user)).Should().NotContain("reviewer");
    }

    [Fact]
    public async Task It_follows_a_role_that_is_taken_from_the_user()
    {
        var user = await server.Host.CreateUserAsync(role: "clerk");

        await using (var scope = server.Host.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<AuthUserManager>();
            (await users.RemoveFromRoleAsync((await users.FindByIdAsync(user.Id.ToString()))!, "clerk")).Succeeded.Should().BeTrue();
        }

        (await SnapshotAsync(user)).Should().NotContain("clerk");
    }

    private async Task WithRoleAsync(string name, Func<RoleManager<AuthRole>, AuthRole, Task<IdentityResult>> change)
    {
        await using var scope = server.Host.Services.CreateAsyncScope();
        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<AuthRole>>();
        (await change(roles, (await roles.FindByNameAsync(name))!)).Succeeded.Should().BeTrue();
    }

    private async Task<string> SnapshotAsync(AuthUser user) =>
        (await server.Database.ReadAsync("SELECT claims FROM users WHERE id = @id", row => row.GetString(0), ("id", user.Id))).Single();
}
