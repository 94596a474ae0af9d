using System.Net;
using AuthServer.Administration;
using AuthServer.Core.Audit;
using AuthServer.Core.Scopes;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Users;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Admin;

public sealed class LastAdministratorTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task Two_administrators_who_remove_each_other_at_the_same_moment_do_not_both_succeed()
    {
        await server.Database.ExecuteAsync("DELETE FROM user_roles");
        for (var round = 0; round < 20; round++)
        {
            var (one, two) = (await server.Host.CreateUserAsync(ScopePolicy.AdministratorRole), await server.Host.CreateUserAsync(ScopePolicy.AdministratorRole));

            var outcomes = await Task.WhenAll(Task.Run(() => DisableAsync(one, two)), Task.Run(() => DisableAsync(two, one)));

            outcomes.Should().ContainSingle(outcome => outcome is Outcome<UserId>.Done, "of round {0}", round)
                .And.ContainSingle(outcome => outcome is Outcome<UserId>.Refused, "of round {0}", round);
            await server.Database.ExecuteAsync("DELETE FROM user_roles");
        }
    }

    private async Task<Outcome<UserId>> DisableAsync(AuthUser user, AuthUser by)
    {
        await using var scope = server.Host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<UserAdministration>().DisableAsync(
            new UserId(user.Id), new Administrator(Actors.Administrator(new UserId(by.Id)), Caller.From(IPAddress.Loopback, "race/1.0")), "race");
    }
}
