using System.Text.Json;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>Clients and scopes through the API, and what the change does on the wire.</summary>
public sealed class ClientTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task An_added_client_works_with_the_secret_that_is_shown_once()
    {
        var id = NewId();
        var added = await AddAsync(id);

        added.Status.Should().Be(201);
        added.Headers.Location!.ToString().Should().Be($"/api/admin/v1/clients/{id}");
        added.Headers.ETag!.Tag.Should().Be("\"1\"");
        var secret = added.Json.GetProperty("secret").GetProperty("value").GetString()!;
        (await TokenAsync(id, secret)).Status.Should().Be(200);
        (await server.Admin.GetAsync($"/clients/{id}")).Body.Should().NotContain(secret).And.NotContain("hash");
        (await AuditAsync("client.added", id)).GetProperty("detail").GetString().Should().Be("why not");
        (await AuditAsync("client.added", id)).GetProperty("actor").GetString().Should().Be($"admin:{server.User.Id}");
    }

    [Fact]
    public async Task A_change_needs_the_version_that_was_seen()
    {
        var id = NewId();
        await AddAsync(id);
        var change = Body(id, "Renamed");

        (await server.Admin.PutAsync($"/clients/{id}", change)).Status.Should().Be(428);
        (await server.Admin.PutAsync($"/clients/{id}", change, ("If-Match", "\"7\""))).Status.Should().Be(412);
        var changed = await server.Admin.PutAsync($"/clients/{id}", change, ("If-Match", "\"1\""));

        changed.Status.Should().Be(200, changed.Body);
        changed.Headers.ETag!.Tag.Should().Be("\"2\"");
        changed.Json.GetProperty("settings").GetProperty("display_name").GetString().Should().Be("Renamed");
        (await server.Admin.PutAsync($"/clients/{id}", change, ("If-Match", "\"1\""))).Status.Should().Be(412);
    }

    [Fact]
    public async Task What_is_read_can_be_sent_back()
    {
        var id = NewId();
        await AddAsync(id);
        var settings = (await server.Admin.GetAsync($"/clients/{id}")).Json.GetProperty("settings").GetRawText();

        var changed = await server.Admin.PutAsync($"/clients/{id}", $$"""{"settings":{{settings}}}""", ("If-Match", "\"1\""));

        changed.Status.Should().Be(200, changed.Body);
        changed.Json.GetProperty("settings").GetRawText().Should().Be(settings);
    }

    [Fact]
    public async Task A_secret_is_replaced_without_a_gap()
    {
        var id = NewId();
        var old = (await AddAsync(id)).Json.GetProperty("secret");

        var made = await server.Admin.PostAsync($"/clients/{id}/secrets", """{"label":"second"}""");
        (await TokenAsync(id, made.Json.GetProperty("value").GetString()!)).Status.Should().Be(200);
        (await server.Admin.DeleteAsync($"/clients/{id}/secrets/{old.GetProperty("id").GetGuid()}?note=rotated")).Status.Should().Be(204);

        (await server.Admin.GetAsync($"/clients/{id}")).Json.GetProperty("secrets").EnumerateArray().Select(secret => secret.GetProperty("label").GetString()).Should().Equal("second");
        var last = await server.Admin.DeleteAsync($"/clients/{id}/secrets/{made.Json.GetProperty("id").GetGuid()}");
        last.Status.Should().Be(409);
        last.Json.GetProperty("code").GetString().Should().Be("refused");
        (await AuditAsync("client.secret_removed", id)).GetProperty("detail").GetString().Should().Be("rotated");
    }

    [Theory]
    [InlineData("""{"settings":{"id":"x","type":"confidential","grant_types":["authorization_code"]}}""", "settings.redirect_uris")]
    [InlineData("""{"settings":{"id":"","type":"public"}}""", "settings.id")]
    [InlineData("""{"settings":{"id":"x","grant_types":["magic"]}}""", "settings.grant_types")]
    [InlineData("""{"settings":{"id":"x","secret":"mine"}}""", "settings.secret")]
    [InlineData("""{"settings":{"id":"x","secret_file":"/etc/passwd"}}""", "settings.secret_file")]
    [InlineData("""{"settings":{"id":"x","Id":"y"}}""", "settings.Id")]
    [InlineData("""{"settings":{"id":"x","type":1}}""", "settings.type")]
    [InlineData("""{"settings":{"id":"x","scopes":null}}""", "settings.scopes")]
    [InlineData("""{"settings":{"id":"x"},"setings":{}}""", "setings")]
    [InlineData("""{"settings":{"id":"x","id":"y"}}""", "settings.id")]
    [InlineData("""{"note":"nothing else"}""", "settings")]
    [InlineData("not json", "$")]
    public async Task What_cannot_be_meant_is_refused_by_name(string body, string member)
    {
        var answer = await server.Admin.PostAsync("/clients", body);

        answer.Status.Should().Be(400, answer.Body);
        answer.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Contain(member);
        answer.Body.Should().NotContain("System.", "no type of ours is anybody's business").And.NotContain("AuthServer.");
    }

    [Fact]
    public async Task Too_large_a_request_and_another_form_are_refused()
    {
        var large = await server.Admin.PostAsync("/clients", $$"""{"note":"{{new string('x', 70_000)}}"}""");
        large.Status.Should().Be(413);
        large.ContentType.Should().StartWith("application/problem+json");

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/admin/v1/clients") { Content = new StringContent("settings=x", null, "application/x-www-form-urlencoded") };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {server.Admin.Token}");
        using var response = await server.Host.Http.SendAsync(request);
        (await Answer.OfAsync(response)).Status.Should().Be(415);
    }

    [Fact]
    public async Task A_text_that_no_database_takes_is_refused()
    {
        var answer = await server.Admin.PostAsync("/clients", $$"""{"settings":{"display_name":"a\u0000b","id":"{{NewId()}}"} }""");

        answer.Status.Should().Be(400, answer.Body);
    }

    [Fact]
    public async Task A_note_that_audit_cannot_hold_is_refused()
    {
        var answer = await server.Admin.PostAsync($"/clients/{NewId()}/secrets", $$"""{"note":"{{new string('x', 1025)}}"}""");

        answer.Status.Should().Be(400);
        answer.Json.GetProperty("errors").TryGetProperty("note", out _).Should().BeTrue();
    }

    [Fact]
    public async Task A_client_of_the_configuration_is_changed_there()
    {
        var odd = Uri.EscapeDataString(TestClients.Odd.Id);
        var found = await server.Admin.GetAsync($"/clients/{odd}");

        found.Json.GetProperty("id").GetString().Should().Be(TestClients.Odd.Id);
        found.Json.GetProperty("managed_by_configuration").GetBoolean().Should().BeTrue();
        (await server.Admin.PostAsync($"/clients/{odd}/secrets", "{}")).Status.Should().Be(409);
    }

    [Fact]
    public async Task Clients_are_paged_by_id()
    {
        var read = new List<string>();
        string? next = null;
        do
        {
            var page = (await server.Admin.GetAsync($"/clients?limit=7{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}")).Json;
            read.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        read.Should().OnlyHaveUniqueItems().And.Contain(TestClients.All.Select(client => client.Id));
    }

    [Fact]
    public async Task A_scope_is_saved_found_by_any_name_and_deleted()
    {
        const string Name = "https://files.example/read?all";
        var path = $"/scopes/{Uri.EscapeDataString(Name)}";

        (await server.Admin.PutAsync(path, """{"display_name":"Read","resources":["files"]}""")).Json.GetProperty("name").GetString().Should().Be(Name);
        (await server.Admin.GetAsync(path)).Json.GetProperty("resources")[0].GetString().Should().Be("files");
        (await server.Admin.GetAsync("/scopes")).Body.Should().Contain(Name);
        (await server.Admin.DeleteAsync(path)).Status.Should().Be(204);
        (await server.Admin.DeleteAsync(path)).Status.Should().Be(404);
        (await server.Admin.DeleteAsync("/scopes/api")).Status.Should().Be(409, "it is declared in the configuration");
        (await server.Admin.PutAsync("/scopes/a%20b", "{}")).Status.Should().BeOneOf(400, 409);
    }

    [Fact]
    public async Task A_key_is_added_and_published()
    {
        var before = (await server.Admin.GetAsync("/keys")).Json.GetProperty("items").GetArrayLength();
        var added = await server.Admin.PostAsync("/keys/rotate", """{"algorithm":"ES256","note":"drill"}""");

        added.Status.Should().Be(200, added.Body);
        added.Json.GetProperty("state").GetString().Should().Be("waiting");
        (await server.Admin.GetAsync("/keys")).Json.GetProperty("items").GetArrayLength().Should().Be(before + 1);
        (await server.Admin.PostAsync("/keys/rotate", """{"algorithm":"none"}""")).Status.Should().Be(409);
        (await server.Admin.GetAsync("/audit?type=signing_key.added&limit=1")).Json.GetProperty("items")[0].GetProperty("detail").GetString().Should().Be("drill");
    }

    private static string NewId() => $"client-{Guid.NewGuid():N}";

    private static string Body(string id, string name) =>
        $$"""{"settings":{"id":"{{id}}","display_name":"{{name}}","type":"confidential","grant_types":["client_credentials"],"scopes":["files"]},"note":"why not"}""";

    private Task<Answer> AddAsync(string id) => server.Admin.PostAsync("/clients", Body(id, "Added"));

    private Task<Answer> TokenAsync(string id, string secret) =>
        new ClientApp(server.Host.Http, id, secret).PostAsync(AuthServer.Endpoints.Paths.Token, ("grant_type", "client_credentials"));

    private async Task<JsonElement> AuditAsync(string type, string id) =>
        (await server.Admin.GetAsync($"/audit?type={type}&client_id={id}")).Json.GetProperty("items")[0];
}
