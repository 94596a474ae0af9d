using System.Text.Json;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>What the API ends, and what clients are told of it.</summary>
public sealed class EndTests(AdminServer server) : IClassFixture<AdminServer>
{
    private ClientApp App => server.Host.As(TestClients.App);

    [Fact]
    public async Task An_ended_session_refreshes_no_more_and_audit_says_who_and_why()
    {
        var tokens = await App.SignInAsync(await server.Host.CreateUserAsync());

        var ended = await server.Admin.PostAsync($"/sessions/{tokens.SessionId}/end", """{"note":"lost laptop"}""");

        ended.Json.GetProperty("ended").GetInt32().Should().Be(1);
        await ExpectRefusedAsync(tokens, "revoked");
        var audit = await AuditAsync($"session_id={tokens.SessionId}&type=session.ended");
        audit.GetProperty("actor").GetString().Should().Be($"admin:{server.User.Id}");
        audit.GetProperty("detail").GetString().Should().Be("lost laptop");
        audit.GetProperty("reason").GetString().Should().Be("admin_revoked");
        (await server.Admin.PostAsync($"/sessions/{tokens.SessionId}/end")).Json.GetProperty("ended").GetInt32().Should().Be(0);
        (await server.Admin.PostAsync($"/sessions/{Guid.NewGuid()}/end")).Status.Should().Be(404);
    }

    [Fact]
    public async Task A_clients_own_token_is_named_as_the_client()
    {
        var tokens = await App.SignInAsync(await server.Host.CreateUserAsync());

        await new AdminCalls(server.Host, await server.RobotTokenAsync()).PostAsync($"/sessions/{tokens.SessionId}/end");

        (await AuditAsync($"session_id={tokens.SessionId}&type=session.ended")).GetProperty("actor").GetString().Should().Be("client:robot");
    }

    [Fact]
    public async Task Chosen_sessions_end_and_others_go_on()
    {
        var user = await server.Host.CreateUserAsync();
        var (first, second, other) = (await App.SignInAsync(user), await App.SignInAsync(user), await App.SignInAsync(user));

        var ended = await server.Admin.PostAsync("/sessions/end", $$"""{"ids":["{{first.SessionId}}","{{second.SessionId}}","{{first.SessionId}}"],"note":"two"}""");

        ended.Json.GetProperty("ended").GetInt32().Should().Be(2);
        await ExpectRefusedAsync(first, "revoked");
        await ExpectRefusedAsync(second, "revoked");
        (await App.RefreshAsync(other.RefreshToken)).Status.Should().Be(200);
        (await server.Admin.PostAsync("/sessions/end", """{"ids":[]}""")).Status.Should().Be(400);
        (await server.Admin.PostAsync("/sessions/end", """{"note":"none"}""")).Status.Should().Be(400);
    }

    [Fact]
    public async Task Everything_of_a_user_ends_and_of_nobody_else()
    {
        var user = await server.Host.CreateUserAsync();
        var (mine, others) = (await App.SignInAsync(user), await App.SignInAsync(await server.Host.CreateUserAsync()));

        (await server.Admin.PostAsync($"/users/{user.Id}/end-sessions", """{"note":"n"}""")).Json.GetProperty("ended").GetInt32().Should().Be(1);

        await ExpectRefusedAsync(mine, "revoked");
        (await App.RefreshAsync(others.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Everything_of_a_client_ends_and_it_stays_in_service()
    {
        var user = await server.Host.CreateUserAsync();
        var patient = server.Host.As(TestClients.PatientApp);
        var tokens = await patient.SignInAsync(user);

        (await server.Admin.PostAsync("/clients/patient-app/end-sessions")).Status.Should().Be(200);

        (await patient.RefreshAsync(tokens.RefreshToken)).Reason.Should().Be("revoked");
        (await patient.SignInAsync(user)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_the_incident_ends_what_it_told()
    {
        var user = await server.Host.CreateUserAsync();
        var app = App with { UserAgent = $"Incident/{Guid.NewGuid():N}" };
        var tokens = new[] { await app.SignInAsync(user), await app.SignInAsync(user) };
        var other = await App.SignInAsync(user);
        var filter = $$"""{"user_agent":"{{app.UserAgent.ToLowerInvariant()}}","ip":"127.0.0.1"}""";
        var before = await server.Database.RowAsync(tokens[0].SessionId);

        var dry = await server.Admin.PostAsync("/incidents", $$"""{"filter":{{filter}},"dry_run":true}""");
        dry.Status.Should().Be(200, dry.Body);
        dry.Json.GetProperty("matched").GetInt32().Should().Be(2);
        (await server.Database.RowAsync(tokens[0].SessionId)).Should().Be(before);

        var opened = await server.Admin.PostAsync("/incidents", $$"""{"filter":{{filter}},"note":"phishing"}""");
        opened.Status.Should().Be(202, opened.Body);
        var finished = await FinishedAsync(opened.Headers.Location!.ToString());
        finished.GetProperty("ended").GetInt32().Should().Be(2);
        finished.GetProperty("note").GetString().Should().Be("phishing");
        finished.GetProperty("filter").GetProperty("ip").GetString().Should().Be("127.0.0.1");
        await ExpectRefusedAsync(tokens[0], "revoked");
        (await App.RefreshAsync(other.RefreshToken)).Status.Should().Be(200);
        (await server.Admin.PostAsync($"/incidents/{finished.GetProperty("id").GetGuid()}/stop")).Status.Should().Be(409);
    }

    [Theory]
    [InlineData("""{"filter":{"user_id":"x"},"note":"n"}""", "filter.user_id")]
    [InlineData("""{"filter":{"usr":"x"},"note":"n"}""", "filter.usr")]
    [InlineData("""{"filter":{"ip":"127.0.0.1"}}""", "note")]
    [InlineData("""{"note":"no filter at all"}""", "filter")]
    public async Task An_incident_that_cannot_be_meant_is_refused_by_name(string body, string member)
    {
        var answer = await server.Admin.PostAsync("/incidents", body);

        answer.Status.Should().Be(400, answer.Body);
        answer.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Equal(member);
    }

    [Fact]
    public async Task A_disabled_account_signs_in_no_more_until_it_is_enabled()
    {
        var user = await server.Host.CreateUserAsync();
        var tokens = await App.SignInAsync(user);

        (await server.Admin.PostAsync($"/users/{user.Id}/disable", """{"note":"left"}""")).Json.GetProperty("disabled").GetBoolean().Should().BeTrue();
        await ExpectRefusedAsync(tokens, "revoked");
        (await App.SignInAsync(user)).Error.Should().Be("invalid_grant");
        (await server.Admin.PostAsync($"/users/{user.Id}/enable")).Json.GetProperty("disabled").GetBoolean().Should().BeFalse();
        (await App.SignInAsync(user)).Status.Should().Be(200);
        (await AuditAsync($"user_id={user.Id}&type=user.disabled")).GetProperty("detail").GetString().Should().Be("left");
    }

    [Fact]
    public async Task A_locked_account_is_unlocked()
    {
        var user = await server.Host.CreateUserAsync();
        var tokens = await App.SignInAsync(user);

        (await server.Admin.PostAsync($"/users/{user.Id}/lock", """{"until":"2020-01-01T00:00:00Z"}""")).Status.Should().Be(400);
        (await server.Admin.PostAsync($"/users/{user.Id}/lock")).Json.GetProperty("locked_until").GetString().Should().EndWith("Z");
        await ExpectRefusedAsync(tokens, "revoked");
        (await App.SignInAsync(user)).Status.Should().Be(400);
        (await server.Admin.PostAsync($"/users/{user.Id}/unlock")).Json.GetProperty("locked_until").ValueKind.Should().Be(JsonValueKind.Null);
        (await App.SignInAsync(user)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_reset_password_is_void_and_the_link_is_told()
    {
        var user = await server.Host.CreateUserAsync();
        var tokens = await App.SignInAsync(user);

        var reset = await server.Admin.PostAsync($"/users/{user.Id}/reset-password", """{"note":"phished"}""");

        reset.Json.GetProperty("address").GetString().Should().StartWith(server.Host.Issuer);
        (await App.RefreshAsync(tokens.RefreshToken)).Reason.Should().Be("password_changed");
        (await App.SignInAsync(user)).Error.Should().Be("invalid_grant");
    }

    [Fact]
    public async Task An_account_is_made_found_given_a_role_and_deleted()
    {
        var name = $"made-{Guid.NewGuid():N}@example.com";
        var made = await server.Admin.PostAsync("/users", $$"""{"user_name":"{{name}}","note":"new"}""");
        made.Status.Should().Be(201, made.Body);
        var id = made.Json.GetProperty("user_id").GetGuid();

        (await server.Admin.GetAsync($"/users?search={name[..12].ToUpperInvariant()}")).Json.GetProperty("items").EnumerateArray().Should().Contain(item => item.GetProperty("id").GetGuid() == id);
        (await server.Admin.SendAsync(HttpMethod.Put, $"/users/{id}/roles/admin")).Status.Should().Be(204);
        (await server.Admin.GetAsync($"/users/{id}")).Json.GetProperty("roles")[0].GetString().Should().Be("admin");
        (await server.Admin.DeleteAsync($"/users/{id}/roles/admin?note=enough")).Status.Should().Be(204);
        (await server.Admin.SendAsync(HttpMethod.Put, $"/users/{id}/roles/none")).Status.Should().Be(409);
        (await server.Admin.PostAsync("/users", $$"""{"user_name":"{{name}}"}""")).Status.Should().Be(409);
        (await server.Admin.DeleteAsync($"/users/{id}?note=done")).Status.Should().Be(204);
        (await server.Admin.GetAsync($"/users/{id}")).Status.Should().Be(404);
        (await AuditAsync($"user_id={id}&type=user.deleted")).GetProperty("detail").GetString().Should().Be("done");
    }

    [Fact]
    public async Task Users_are_paged_by_name()
    {
        for (var count = 0; count < 3; count++)
        {
            await server.Host.CreateUserAsync();
        }

        var read = new List<string>();
        string? next = null;
        do
        {
            var page = (await server.Admin.GetAsync($"/users?limit=2{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}")).Json;
            read.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("user_name").GetString()!));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        read.Should().OnlyHaveUniqueItems().And.Contain(server.User.UserName!);
    }

    [Fact]
    public async Task A_disabled_client_is_served_no_more_until_it_is_enabled()
    {
        var user = await server.Host.CreateUserAsync();
        var capped = server.Host.As(TestClients.CappedApp);
        var tokens = await capped.SignInAsync(user);

        (await server.Admin.PostAsync("/clients/capped-app/disable", """{"note":"compromised"}""")).Json.GetProperty("disabled").GetBoolean().Should().BeTrue();
        (await capped.RefreshAsync(tokens.RefreshToken)).Error.Should().Be("invalid_client");
        (await server.Admin.PostAsync("/clients/capped-app/enable")).Json.GetProperty("disabled").GetBoolean().Should().BeFalse();

        // A node remembers for ten seconds at most that the client was disabled.
        var refused = await capped.RefreshAsync(tokens.RefreshToken);
        for (var attempt = 0; attempt < 60 && refused.Error == "invalid_client"; attempt++)
        {
            await Task.Delay(250);
            refused = await capped.RefreshAsync(tokens.RefreshToken);
        }

        refused.Error.Should().Be("invalid_grant");
        (await AuditAsync("client_id=capped-app&type=client.disabled")).GetProperty("detail").GetString().Should().Be("compromised");
    }

    private async Task ExpectRefusedAsync(Answer tokens, string reason)
    {
        var refused = await App.RefreshAsync(tokens.RefreshToken);
        (refused.Status, refused.Error, refused.Reason).Should().Be((400, "invalid_grant", reason));
        (await new AdminCalls(server.Host, tokens.AccessToken).GetAsync("/keys")).Status.Should().Be(401);
    }

    private async Task<JsonElement> AuditAsync(string filter) => (await server.Admin.GetAsync($"/audit?{filter}")).Json.GetProperty("items")[0];

    private async Task<JsonElement> FinishedAsync(string location)
    {
        for (var attempt = 0; attempt < 150; attempt++)
        {
            var incident = (await server.Admin.GetAsync(location[AuthServer.AdminApi.AdminApiPaths.Root.Length..])).Json;
            if (incident.GetProperty("state").GetString() == "finished")
            {
                return incident;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("The incident did not finish.");
    }
}
