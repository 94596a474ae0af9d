using System.Diagnostics;
using System.Text.Json;
using AuthServer.Core.Audit;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Scopes;

/// <summary>A role that is taken away is gone from every access token at once, and costs nobody a session.</summary>
public sealed class RoleRemovalTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const int Rounds = 40;

    private ClientApp App => server.Host.As(TestClients.App);

    [Fact]
    public async Task The_token_that_says_it_is_refused_and_the_next_refresh_says_what_is_true()
    {
        var user = await server.Host.CreateUserAsync("editor");
        var first = await App.SignInAsync(user);
        var web = server.Host.As(TestClients.Api);
        Roles(first).Should().Equal("editor");
        (await web.IntrospectAsync(first.AccessToken)).IsActive.Should().BeTrue();

        await RemoveAsync(user, "editor");

        (await web.IntrospectAsync(first.AccessToken)).IsActive.Should().BeFalse();
        var second = await App.RefreshAsync(first.RefreshToken);
        second.Status.Should().Be(200, second.Body);
        Roles(second).Should().BeEmpty();
        (await web.IntrospectAsync(second.AccessToken)).IsActive.Should().BeTrue();
        second.SessionId.Should().Be(first.SessionId);
    }

    [Fact]
    public async Task No_refresh_or_sign_in_at_that_moment_is_lost_or_says_the_old_under_the_new_epoch()
    {
        var told = new List<(bool IsNew, bool HasRole)>();
        var removalTook = TimeSpan.Zero;
        for (var round = 0; round < Rounds; round++)
        {
            var user = await server.Host.CreateUserAsync("editor");
            var sessions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => App.SignInAsync(user)));
            var epoch = Epoch(sessions[0]);

            // They meet the removal at another moment of it each time, from its beginning to after its end.
            var begun = Stopwatch.GetTimestamp();
            var removal = Task.Run(() => RemoveAsync(user, "editor"));
            await Task.WhenAny(removal, Task.Delay(removalTook * (round % 7) / 5));
            var refreshes = sessions.Select(session => Task.Run(() => App.RefreshAsync(session.RefreshToken))).ToList();
            var signIn = Task.Run(() => App.SignInAsync(user));
            await removal;
            removalTook = Stopwatch.GetElapsedTime(begun);
            await Task.WhenAll([.. refreshes, signIn]);

            var refreshed = await Task.WhenAll(refreshes);
            refreshed.Should().OnlyContain(answer => answer.Status == 200);
            var signedIn = await signIn;
            signedIn.Status.Should().BeOneOf(200, 400);
            var answers = signedIn.Status == 200 ? [.. refreshed, signedIn] : refreshed;
            told.AddRange(answers.Select(answer => (Epoch(answer) > epoch, Roles(answer).Contains("editor"))));
            foreach (var answer in answers)
            {
                var next = await App.RefreshAsync(answer.RefreshToken);
                next.Status.Should().Be(200, next.Body);
                (Epoch(next), Roles(next).Length).Should().Be((epoch + 1, 0));
            }
        }

        told.Should().NotContain((true, true)).And.Contain((false, true)).And.Contain((true, false), "both must win now and then for the race to be one");
    }

    [Fact]
    public async Task A_role_that_is_deleted_is_gone_from_all_who_had_it_and_from_nobody_s_sessions()
    {
        var (one, other, neither) = (await server.Host.CreateUserAsync("porter"), await server.Host.CreateUserAsync("porter"), await server.Host.CreateUserAsync("guest"));
        var sessions = new[] { await App.SignInAsync(one), await App.SignInAsync(other), await App.SignInAsync(neither) };
        await using (var scope = server.Host.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<ActingParty>().ActAs("operator:root", Core.Sessions.Caller.Unknown, "no porters any more");
            var roles = scope.ServiceProvider.GetRequiredService<RoleManager<AuthRole>>();
            (await roles.DeleteAsync((await roles.FindByNameAsync("porter"))!)).Succeeded.Should().BeTrue();
        }

        var web = server.Host.As(TestClients.Api);
        (await web.IntrospectAsync(sessions[0].AccessToken)).IsActive.Should().BeFalse();
        (await web.IntrospectAsync(sessions[1].AccessToken)).IsActive.Should().BeFalse();
        (await web.IntrospectAsync(sessions[2].AccessToken)).IsActive.Should().BeTrue("it never said so");
        foreach (var session in sessions)
        {
            Roles(await App.RefreshAsync(session.RefreshToken)).Should().NotContain("porter");
        }

        (await server.Database.ReadAsync(
            "SELECT user_id FROM audit_events WHERE type = 'user.tokens_ended' AND actor = 'operator:root' AND detail = 'no porters any more'", row => row.GetGuid(0)))
            .Should().BeEquivalentTo([one.Id, other.Id]);
    }

    [Fact]
    public async Task A_user_who_is_being_changed_elsewhere_does_not_get_a_deleted_role_back()
    {
        var user = await server.Host.CreateUserAsync("usher");
        await using var scope = server.Host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<AuthUserManager>();
        var read = (await users.FindByIdAsync(user.Id.ToString()))!;
        await using (var other = server.Host.Services.CreateAsyncScope())
        {
            var roles = other.ServiceProvider.GetRequiredService<RoleManager<AuthRole>>();
            (await roles.DeleteAsync((await roles.FindByNameAsync("usher"))!)).Succeeded.Should().BeTrue();
        }

        read.PhoneNumber = "+49 30 1";
        (await users.UpdateAsync(read)).Errors.Should().ContainSingle(error => error.Code == "ConcurrencyFailure");

        (await server.Database.ReadAsync("SELECT claims FROM users WHERE id = @id", row => row.GetString(0), ("id", user.Id))).Single().Should().NotContain("usher");
    }

    private async Task RemoveAsync(AuthUser user, string role)
    {
        await using var scope = server.Host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<AuthUserManager>();
        var result = await users.RemoveFromRoleAsync((await users.FindByIdAsync(user.Id.ToString()))!, role);
        result.Succeeded.Should().BeTrue(result.ToString());
    }

    private static int Epoch(Answer answer) => answer.Claims.GetProperty("epoch").GetInt32();

    private static string[] Roles(Answer answer) => answer.Claims.TryGetProperty("roles", out var roles)
        ? [.. roles.EnumerateArray().Select((JsonElement role) => role.GetString()!)]
        : [];
}
