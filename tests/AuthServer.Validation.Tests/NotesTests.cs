using System.Net;
using System.Net.Http.Json;
using System.Text;
using AuthServer.Api.Notes;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Validation.Tests;

/// <summary><c>/api/notes</c>: a small resource whose owner is the <c>sub</c> of the token.</summary>
public sealed class NotesTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private readonly ApiHost api = shared.Host;

    // A pair of people for each test, so that none finds another's notes.
    private readonly string alice = shared.Host.Token().With("sub", $"alice-{Guid.NewGuid()}").Sign();
    private readonly string bob = shared.Host.Token().With("sub", $"bob-{Guid.NewGuid()}").Sign();

    [Fact]
    public async Task A_note_is_written_read_rewritten_listed_and_deleted()
    {
        var created = await SendAsync(HttpMethod.Post, "/api/notes", alice, new { title = "Milk", text = "two litres" });
        created.StatusCode.Should().Be(HttpStatusCode.Created);
        var note = await ReadAsync<Note>(created);
        created.Headers.Location!.PathAndQuery.Should().Be($"/api/notes/{note.Id}");

        api.Time.Advance(TimeSpan.FromSeconds(5));
        var rewritten = await SendAsync(HttpMethod.Put, $"/api/notes/{note.Id}", alice, new { title = "Milk", text = "three litres" });
        rewritten.StatusCode.Should().Be(HttpStatusCode.OK);

        var expected = note with { Text = "three litres", UpdatedAt = note.CreatedAt.AddSeconds(5) };
        (await ReadAsync<Note>(await api.GetAsync(alice, $"/api/notes/{note.Id}"))).Should().Be(expected);
        (await ReadAsync<Note[]>(await api.GetAsync(alice, "/api/notes"))).Should().Equal(expected);

        (await SendAsync(HttpMethod.Delete, $"/api/notes/{note.Id}", alice)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await SendAsync(HttpMethod.Delete, $"/api/notes/{note.Id}", alice)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await ReadAsync<Note[]>(await api.GetAsync(alice, "/api/notes"))).Should().BeEmpty();
    }

    [Fact]
    public async Task Another_owner_neither_sees_nor_changes_nor_deletes_a_note()
    {
        var note = await ReadAsync<Note>(await SendAsync(HttpMethod.Post, "/api/notes", alice, new { title = "Secret" }));
        var path = $"/api/notes/{note.Id}";

        (await ReadAsync<Note[]>(await api.GetAsync(bob, "/api/notes"))).Should().BeEmpty();
        (await api.GetAsync(bob, path)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await SendAsync(HttpMethod.Put, path, bob, new { title = "Mine" })).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await SendAsync(HttpMethod.Delete, path, bob)).StatusCode.Should().Be(HttpStatusCode.NotFound);

        (await ReadAsync<Note>(await api.GetAsync(alice, path))).Should().Be(note);
    }

    [Theory]
    [InlineData("{}", "Title")]
    [InlineData("{\"title\":\"\"}", "Title")]
    [InlineData("{\"title\":\"   \"}", "Title")]
    public async Task A_note_without_a_title_is_a_validation_problem(string body, string field)
    {
        var response = await SendTextAsync(body);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        (await response.Content.ReadAsStringAsync()).Should().ContainEquivalentOf($"\"{field}\":[");
    }

    [Theory]
    [InlineData(201, 1)]
    [InlineData(1, 10_001)]
    public async Task A_note_that_is_too_long_is_a_validation_problem(int title, int text)
    {
        var response = await SendAsync(HttpMethod.Post, "/api/notes", alice, new { title = new string('t', title), text = new string('x', text) });

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Theory]
    [InlineData("{\"title\":")]
    [InlineData("{\"title\":\"a\",\"text\":null}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_body_that_is_no_note_is_a_problem(string body)
    {
        var response = await SendTextAsync(body);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Fact]
    public async Task An_owner_has_so_many_notes_and_no_more()
    {
        for (var i = 0; i < NoteStore.NotesPerOwner; i++)
        {
            (await SendAsync(HttpMethod.Post, "/api/notes", alice, new { title = $"Note {i}" })).StatusCode.Should().Be(HttpStatusCode.Created);
        }

        (await SendAsync(HttpMethod.Post, "/api/notes", alice, new { title = "One more" })).StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await SendAsync(HttpMethod.Post, "/api/notes", bob, new { title = "Another's" })).StatusCode.Should().Be(HttpStatusCode.Created);
        (await ReadAsync<Note[]>(await api.GetAsync(alice, "/api/notes"))).Should().HaveCount(NoteStore.NotesPerOwner);
    }

    [Fact]
    public void The_store_has_so_many_owners_and_room_again_when_one_leaves()
    {
        var store = new NoteStore(api.Time);
        var notes = Enumerable.Range(0, NoteStore.Owners).Select(i => ((NoteAddition.Added)store.Add($"owner-{i}", new NoteContent { Title = "a" })).Note).ToArray();

        store.Add("late", new NoteContent { Title = "a" }).Should().BeOfType<NoteAddition.StoreIsFull>();
        store.Remove("owner-0", notes[0].Id).Should().BeTrue();
        store.Add("late", new NoteContent { Title = "a" }).Should().BeOfType<NoteAddition.Added>();
    }

    [Theory]
    [InlineData("GET", "/api/notes")]
    [InlineData("POST", "/api/notes")]
    [InlineData("GET", "/api/notes/00000000-0000-0000-0000-000000000000")]
    [InlineData("PUT", "/api/notes/00000000-0000-0000-0000-000000000000")]
    [InlineData("DELETE", "/api/notes/00000000-0000-0000-0000-000000000000")]
    public async Task Every_way_in_needs_a_token_with_the_scope(string method, string path)
    {
        using var body = method is "POST" or "PUT" ? JsonContent.Create(new { title = "a" }) : null;
        (await api.SendAsync(new HttpMethod(method), path, token: null, body)).Challenge().Should().Be(Answers.Invitation);

        using var again = method is "POST" or "PUT" ? JsonContent.Create(new { title = "a" }) : null;
        var response = await api.SendAsync(new HttpMethod(method), path, api.Token().With("scope", "openid").Sign(), again);
        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string token, object? body = null) =>
        api.SendAsync(method, path, token, body is null ? null : JsonContent.Create(body));

    private Task<HttpResponseMessage> SendTextAsync(string body) =>
        api.SendAsync(HttpMethod.Post, "/api/notes", alice, new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<T>())!;
}
