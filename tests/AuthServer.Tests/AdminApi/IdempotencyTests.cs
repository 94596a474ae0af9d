using System.Text;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>A POST that is sent again with its <c>Idempotency-Key</c>.</summary>
public sealed class IdempotencyTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task The_same_request_gets_the_same_answer_secret_and_all()
    {
        var (key, body) = (NewKey(), NewClient());

        var first = await AddAsync(key, body);
        var second = await AddAsync(key, body);

        first.Status.Should().Be(201, first.Body);
        (second.Status, second.Body, second.ContentType).Should().Be((201, first.Body, first.ContentType));
        second.Headers.Location.Should().Be(first.Headers.Location);
        second.Headers.ETag.Should().Be(first.Headers.ETag);
        second.Headers.GetValues("Idempotent-Replayed").Should().Equal("true");
    }

    [Fact]
    public async Task Sent_many_times_at_once_it_is_carried_out_once()
    {
        var (key, body) = (NewKey(), NewClient());

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => AddAsync(key, body)));

        answers.Select(answer => answer.Status).Should().OnlyContain(status => status == 201 || status == 409);
        answers.Where(answer => answer.Status == 409).Select(answer => answer.Json.GetProperty("code").GetString()).Should().BeSubsetOf(["request_under_way"]);
        answers.Where(answer => answer.Status == 201).Select(answer => answer.Body).Distinct().Should().ContainSingle();
        (await AddAsync(key, body)).Status.Should().Be(201);
    }

    [Fact]
    public async Task A_key_is_for_one_request_of_one_administrator()
    {
        var key = NewKey();
        (await AddAsync(key, NewClient())).Status.Should().Be(201);

        var other = await AddAsync(key, NewClient());
        other.Status.Should().Be(422);
        other.Json.GetProperty("code").GetString().Should().Be("idempotency_key_reused");

        var robot = new AdminCalls(server.Host, await server.RobotTokenAsync());
        (await robot.PostAsync("/clients", NewClient(), ("Idempotency-Key", key))).Status.Should().Be(201);
    }

    [Fact]
    public async Task What_was_refused_may_be_sent_again_in_another_form()
    {
        var key = NewKey();
        (await AddAsync(key, """{"settings":{"id":""}}""")).Status.Should().Be(400);
        (await AddAsync(key, """{"setings":{}}""")).Status.Should().Be(400);

        (await AddAsync(key, NewClient())).Status.Should().Be(201);
    }

    [Fact]
    public async Task While_the_first_is_under_way_the_second_is_told_so_and_after_a_crash_the_key_is_free_again()
    {
        var (key, body) = (NewKey(), NewClient());
        await AddAsync(key, NewClient());
        await server.Database.ExecuteAsync(
            "UPDATE idempotent_answers SET status = NULL, body = NULL, request_hash = @request WHERE created_at = (SELECT MAX(created_at) FROM idempotent_answers)",
            ("request", RequestHash(body)));

        var waiting = await AddAsync(key, body);
        waiting.Status.Should().Be(409);
        waiting.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));

        await server.Database.ExecuteAsync("UPDATE idempotent_answers SET created_at = created_at - interval '3 minutes' WHERE status IS NULL");
        (await AddAsync(key, body)).Status.Should().Be(201);
    }

    [Fact]
    public async Task After_a_day_the_key_is_forgotten()
    {
        var key = NewKey();
        (await AddAsync(key, NewClient())).Status.Should().Be(201);
        await server.Database.ExecuteAsync("UPDATE idempotent_answers SET created_at = created_at - interval '25 hours'");

        (await AddAsync(key, NewClient())).Status.Should().Be(201);
    }

    [Fact]
    public async Task The_stored_answer_is_encrypted()
    {
        var secret = (await AddAsync(NewKey(), NewClient())).Json.GetProperty("secret").GetProperty("value").GetString()!;

        var stored = await server.Database.ReadAsync("SELECT body FROM idempotent_answers WHERE body IS NOT NULL", row => row.GetFieldValue<byte[]>(0));

        stored.Should().NotBeEmpty().And.OnlyContain(body => !Encoding.UTF8.GetString(body).Contains(secret) && !Encoding.Unicode.GetString(body).Contains(secret));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    public async Task A_key_that_is_none_is_refused(string key) => (await AddAsync(key, NewClient())).Status.Should().Be(400);

    private static string NewKey() => Guid.NewGuid().ToString();

    private static string NewClient() =>
        $$"""{"settings":{"type":"confidential","grant_types":["client_credentials"],"scopes":["files"],"id":"client-{{Guid.NewGuid():N}}"} }""";

    private static byte[] RequestHash(string body) =>
        System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"POST /api/admin/v1/clients\n{body}"));

    private Task<Answer> AddAsync(string key, string body) => server.Admin.PostAsync("/clients", body, ("Idempotency-Key", key));
}
