using System.Net;
using System.Text.RegularExpressions;
using AuthServer.Core.Audit;
using AuthServer.Core.Scopes;
using AuthServer.Core.Users;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Account;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Admin;

/// <summary>What administrators see of accounts and do to them.</summary>
public sealed partial class UserPagesTests(AdminServer server) : IClassFixture<AdminServer>
{
    private string Actor => Actors.Administrator(new UserId(server.Administrator.Id));

    [Fact]
    public async Task An_account_is_found_by_a_part_of_its_name_and_wildcards_mean_themselves()
    {
        var user = await server.Host.CreateUserAsync();
        (await server.GoToAsync($"/admin/users?q={user.UserName![10..24].ToUpperInvariant()}")).Html.Should().Contain($"/admin/users/{user.Id}");
        (await server.GoToAsync($"/admin/users?q={user.Id}")).Html.Should().Contain($"/admin/users/{user.Id}");
        (await server.GoToAsync("/admin/users?q=%25")).Html.Should().Contain("Nobody is called so");
        (await server.GoToAsync("/admin/users?q=user_")).Html.Should().Contain("Nobody is called so");
    }

    [Fact]
    public async Task A_disabled_account_is_signed_out_and_refused_until_it_is_enabled()
    {
        var user = await server.Host.CreateUserAsync();
        var session = await server.Host.As(TestClients.App).SignInAsync(user);
        (await server.GoToAsync($"/admin/users/{user.Id}/disable")).Html.Should().Contain("1 active session will end");

        (await server.ConfirmAsync($"/admin/users/{user.Id}/disable", "has left")).Html.Should().ContainAll("The account is disabled", ">Disabled<");

        (await server.Host.As(TestClients.App).RefreshAsync(session.RefreshToken)).Error.Should().Be("invalid_grant");
        (await server.Host.As(TestClients.App).SignInAsync(user)).Error.Should().Be("invalid_grant");
        (await server.AuditAsync("user_id = @id AND type = 'user.disabled'", ("id", user.Id))).Should().Equal(("user.disabled", Actor, null, "has left"));
        await server.ConfirmAsync($"/admin/users/{user.Id}/enable", "is back");
        (await server.Host.As(TestClients.App).SignInAsync(user)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_locked_account_is_refused_until_it_is_unlocked()
    {
        var user = await server.Host.CreateUserAsync();
        (await server.ConfirmAsync($"/admin/users/{user.Id}/lock", "under attack")).Html.Should().Contain(">Locked<");
        (await server.Host.As(TestClients.App).SignInAsync(user)).Error.Should().Be("invalid_grant");
        await server.ConfirmAsync($"/admin/users/{user.Id}/unlock", "over");
        (await server.Host.As(TestClients.App).SignInAsync(user)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_password_is_reset_by_a_link_that_is_shown_once()
    {
        var user = await server.Host.CreateUserAsync();
        var page = await server.ConfirmAsync($"/admin/users/{user.Id}/reset-password", "forgot it");
        var link = WebUtility.HtmlDecode(Link().Match(page.Html).Groups["link"].Value);
        (await server.GoToAsync($"/admin/users/{user.Id}")).Html.Should().NotContain("Hand this link on");
        (await server.Host.As(TestClients.App).SignInAsync(user)).Error.Should().Be("invalid_grant", "the old password is void");

        using var browser = new ProgrammaticBrowser(server.Host.Issuer);
        var choosing = await browser.GoToAsync(new Uri(link).PathAndQuery);
        await browser.SendAsync(choosing, "Input.Password", ("Input.Password", "N3w-Passw0rd!"));

        (await server.Host.As(TestClients.App).SignInAsync(user, "N3w-Passw0rd!")).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_second_factor_is_reset()
    {
        var user = await server.Host.CreateUserAsync();
        await server.Host.GiveAuthenticatorAsync(user);
        (await server.Host.As(TestClients.App).SignInAsync(user)).Error.Should().Be("invalid_grant", "the password grant shows one factor alone");
        await server.ConfirmAsync($"/admin/users/{user.Id}/reset-second-factor", "phone lost, passport seen");
        (await server.Host.As(TestClients.App).SignInAsync(user)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Roles_are_added_and_removed()
    {
        var user = await server.Host.CreateUserAsync();
        var page = await server.ConfirmAsync($"/admin/users/{user.Id}/add-role", "on call", ("role", ScopePolicy.AdministratorRole));
        page.Html.Should().Contain($"/admin/users/{user.Id}/remove-role?role=admin");
        page = await server.ConfirmAsync($"/admin/users/{user.Id}/remove-role?role=admin", "no more");
        page.Html.Should().NotContain("remove-role");
        (await server.ConfirmAsync($"/admin/users/{user.Id}/add-role", "typo", ("role", "<b>nothing</b>"))).Html.Should().Contain("There is no role").And.NotContain("<b>nothing");
    }

    [Fact]
    public async Task The_last_administrator_cannot_be_taken_away()
    {
        var seeded = await server.Database.ReadAsync(
            "SELECT u.id FROM users AS u JOIN user_roles AS r ON r.user_id = u.id WHERE u.id <> @me AND NOT u.disabled", row => row.GetGuid(0), ("me", server.Administrator.Id));
        foreach (var other in seeded)
        {
            await server.ConfirmAsync($"/admin/users/{other}/disable", "only one is to be left");
        }

        foreach (var change in new[] { "disable", "lock", "delete", "remove-role?role=admin" })
        {
            (await server.ConfirmAsync($"/admin/users/{server.Administrator.Id}/{change}", "mistake")).Html.Should().Contain("the last administrator", change);
        }
    }

    [Fact]
    public async Task An_account_is_made_and_deleted()
    {
        var name = $"new-{Guid.NewGuid():N}@example.com";
        var page = await server.ConfirmAsync("/admin/users/new", "new colleague", ("userName", name));
        page.Html.Should().Contain(name).And.Contain("Hand this link on");

        page = await server.ConfirmAsync($"{page.Address.AbsolutePath}/delete", "did not come");

        page.Address.AbsolutePath.Should().Be("/admin/users");
        (await server.GoToAsync($"/admin/users?q={name}")).Html.Should().Contain("Nobody is called so");
        (await server.AuditAsync("type = 'user.deleted' AND detail = 'did not come'")).Should().ContainSingle().Which.Actor.Should().Be(Actor);
    }

    [GeneratedRegex("<code>(?<link>http[^<]+)</code>")]
    private static partial Regex Link();
}
