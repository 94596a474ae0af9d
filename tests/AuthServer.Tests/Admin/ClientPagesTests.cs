using System.Text.RegularExpressions;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Admin;

/// <summary>What administrators do with applications, scopes and signing keys.</summary>
public sealed partial class ClientPagesTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task An_application_is_added_used_changed_disabled_and_deleted()
    {
        var user = await server.Host.CreateUserAsync();
        var id = $"shop {Guid.NewGuid():N}/é";
        var page = await AddAsync(id);
        var secret = Secret().Match(page.Html).Groups["secret"].Value;
        secret.Should().NotBeEmpty("it is shown this once");
        (await server.GoToAsync(page.Address.PathAndQuery)).Html.Should().NotContain(secret);
        var app = new ClientApp(server.Host.Http, id, secret);
        (await app.SignInAsync(user)).Status.Should().Be(200);

        page = await server.ConfirmAsync($"/admin/clients/edit?id={Uri.EscapeDataString(id)}", "renamed", ("DisplayName", "The <b>shop</b>"));
        page.Html.Should().Contain("The &lt;b&gt;shop&lt;/b&gt;").And.NotContain("<b>shop");

        (await server.GoToAsync(Change(id, "disable"))).Html.Should().Contain("1 active session will end");
        await server.ConfirmAsync(Change(id, "disable"), "unpaid");
        (await app.SignInAsync(user)).Error.Should().Be("invalid_client");
        await server.ConfirmAsync(Change(id, "enable"), "paid");
        var again = await app.SignInAsync(user);
        again.Status.Should().Be(200, again.Body);
        (await server.ConfirmAsync(Change(id, "delete"), "closed")).Address.AbsolutePath.Should().Be("/admin/clients");
        (await app.SignInAsync(user)).Error.Should().Be("invalid_client");
        (await server.AuditAsync("client_id = @id AND detail IN ('renamed', 'unpaid', 'paid', 'closed')", ("id", id))).Select(row => row.Type).Distinct()
            .Should().Contain(["client.changed", "client.disabled", "client.enabled", "client.deleted"]);
    }

    [Fact]
    public async Task Secrets_are_changed_over_without_a_pause()
    {
        var user = await server.Host.CreateUserAsync();
        var id = $"shop-{Guid.NewGuid():N}";
        var first = Secret().Match((await AddAsync(id)).Html).Groups["secret"].Value;
        var second = Secret().Match((await server.ConfirmAsync(Change(id, "add-secret"), "yearly", ("label", "2027"), ("expires", "2999-01-01T00:00"))).Html).Groups["secret"].Value;
        (await new ClientApp(server.Host.Http, id, first).SignInAsync(user)).Status.Should().Be(200);
        (await new ClientApp(server.Host.Http, id, second).SignInAsync(user)).Status.Should().Be(200);
        var page = await server.GoToAsync($"/admin/clients/show?id={id}");
        page.Html.Should().ContainAll("2027", "1 Jan 2999");

        var remove = RemoveSecret().Match(page.Html).Groups["address"].Value.Replace("&amp;", "&", StringComparison.Ordinal);
        (await server.ConfirmAsync(remove, "changed over")).Html.Should().Contain("The secret is removed");

        (await new ClientApp(server.Host.Http, id, first).SignInAsync(user)).Error.Should().Be("invalid_client");
        (await new ClientApp(server.Host.Http, id, second).SignInAsync(user)).Status.Should().Be(200);
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_what_was_typed_is_kept()
    {
        var page = await server.ConfirmAsync(
            "/admin/clients/edit", "why", ("newId", "bad-shop"), ("type", "Public"), ("GrantTypes", "telepathy"), ("AccessTokenLifetime", "soon"), ("DisplayName", "Bad shop"));
        page.Html.Should().ContainAll("Give a duration", "value=\"Bad shop\"", "value=\"bad-shop\"", "telepathy");
        page = await server.ConfirmAsync("/admin/clients/edit", "why", ("newId", "bad-shop"), ("type", "Public"), ("GrantTypes", "telepathy"));
        page.Html.Should().Contain("is not served");
    }

    [Fact]
    public async Task What_the_configuration_manages_is_shown_and_not_changed()
    {
        var page = await server.GoToAsync($"/admin/clients/show?id={TestClients.Web.Id}");
        page.Html.Should().Contain("Managed by configuration").And.NotContain("/admin/clients/edit").And.NotContain("change=add-secret");
    }

    [Fact]
    public async Task A_scope_is_added_changed_and_deleted()
    {
        var name = $"reports.{Guid.NewGuid():N}";
        (await server.ConfirmAsync("/admin/scopes/edit", "new API", ("newName", name), ("resources", "reports\nstatistics"))).Html.Should().ContainAll(name, "reports statistics");
        (await server.ConfirmAsync("/admin/scopes/edit", "again", ("newName", name))).Html.Should().Contain("There is a scope of this name already");
        var page = await server.GoToAsync($"/admin/scopes/edit?name={name}");
        page.Html.Should().Contain("0 applications may ask for it");
        var form = page.FormWith("displayName")! with { Action = new Uri(new Uri(server.Host.Issuer), $"/admin/scopes/edit?name={name}&handler=Delete") };
        (await server.Browser.SubmitAsync(form, values: [("note", "withdrawn")])).AsPage().Html.Should().Contain("The scope is deleted").And.NotContain(name);
        (await server.AuditAsync("reason = @name", ("name", name))).Select(row => row.Type).Should().Equal("scope.saved", "scope.deleted");
    }

    [Fact]
    public async Task A_key_is_rotated_and_comes_next()
    {
        (await server.GoToAsync("/admin/keys")).Html.Should().ContainAll(">Signs<", "ES256", "RS256").And.NotContain(">Next<");
        var page = await server.ConfirmAsync("/admin/keys/rotate?algorithm=ES256", "laptop stolen");
        page.Address.AbsolutePath.Should().Be("/admin/keys");
        page.Html.Should().ContainAll(">Signs<", ">Next<", "A new key for ES256 is published");
        (await server.AuditAsync("type = 'signing_key.added'")).Should().ContainSingle().Which.Detail.Should().Be("laptop stolen");
    }

    private static string Change(string id, string change) => $"/admin/clients/change?id={Uri.EscapeDataString(id)}&change={change}";

    private Task<AuthServer.Testing.Browser.Visit.Page> AddAsync(string id) => server.ConfirmAsync(
        "/admin/clients/edit", "new shop", ("newId", id), ("type", "Confidential"), ("DisplayName", "The shop"), ("GrantTypes", "password\r\nrefresh_token"),
        ("Scopes", "openid offline_access api"));

    [GeneratedRegex("It is shown this once.*?<code>(?<secret>[^<]+)</code>", RegexOptions.Singleline)]
    private static partial Regex Secret();

    [GeneratedRegex("href=\"(?<address>/admin/clients/change[^\"]*remove-secret[^\"]*)\"")]
    private static partial Regex RemoveSecret();
}
