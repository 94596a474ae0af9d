using System.Diagnostics;
using AuthServer.Core.Revocation;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace AuthServer.Tests.Revocation;

/// <summary>Many polls that wait: what they cost the database and the others, and that none hinders a stop.</summary>
public sealed class WaitingPollsTests(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    // Far fewer than polls.
    private const int Connections = 8;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private TestDatabase _database = null!;
    private AuthServerHost _host = null!;

    private ClientApp Api => _host.As(TestClients.Api);

    public async ValueTask InitializeAsync()
    {
        _database = await postgreSql.CreateDatabaseAsync();
        _host = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task However_many_wait_one_look_at_a_time_serves_them_and_all_are_answered()
    {
        const int Waiting = 200;
        var cursor = (await FeedAnswer.PollAsync(Api)).Cursor;
        var user = await _host.CreateUserAsync();
        var signedIn = await _host.As(TestClients.Web).SignInAsync(user);
        using var statements = new StatementCount(_database);
        var polls = Enumerable.Range(0, Waiting).Select(_ => FeedAnswer.PollAsync(Api, cursor, wait: 30)).ToList();
        await UntilAllWaitAsync(statements, Waiting);
        var before = statements.Value;

        await Task.Delay(TimeSpan.FromSeconds(2));
        (statements.Value - before).Should().BeInRange(4, 14, "a node looks about four times a second, for all of them, and now and then after its keys");

        await _host.As(TestClients.Web).RevokeAsync(signedIn.RefreshToken);
        var told = await Task.WhenAll(polls).WaitAsync(Soon);
        told.Should().OnlyContain(answer => answer.Subjects.Single() == signedIn.SessionId.ToString());

        var after = statements.Value;
        await Task.Delay(TimeSpan.FromSeconds(1));
        (statements.Value - after).Should().BeLessThanOrEqualTo(3, "nobody waits any more, so nobody looks");
    }

    [Fact]
    public async Task One_client_s_flood_is_bounded_and_shuts_nobody_else_out()
    {
        var cursor = (await FeedAnswer.PollAsync(Api)).Cursor;
        using var stop = new CancellationTokenSource();
        var polls = Enumerable.Range(0, RevocationPolls.MostOfOneClient + 20).Select(_ => FeedAnswer.PollAsync(Api, cursor, wait: 30)).ToList();
        await Until(() => polls.Count(poll => poll.IsCompleted) >= 20);

        var refused = await Task.WhenAll(polls.Where(poll => poll.IsCompleted));
        refused.Should().HaveCount(20).And.OnlyContain(answer => answer.Answer.Status == 503 && answer.Answer.Error == "temporarily_unavailable");
        refused[0].Answer.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(5));

        (await FeedAnswer.PollAsync(_host.As(TestClients.FilesApi))).Answer.Status.Should().Be(200);
        var started = Stopwatch.GetTimestamp();
        var signedIn = await _host.As(TestClients.Web).SignInAsync(await _host.CreateUserAsync());
        signedIn.Status.Should().Be(200);
        Stopwatch.GetElapsedTime(started).Should().BeLessThan(Soon);

        await _host.As(TestClients.Web).RevokeAsync(signedIn.RefreshToken);
        (await Task.WhenAll(polls.Except(polls.Where(poll => poll.IsCompleted && poll.Result.Answer.Status == 503))).WaitAsync(Soon))
            .Should().HaveCount(RevocationPolls.MostOfOneClient).And.OnlyContain(answer => answer.Subjects.Single() == signedIn.SessionId.ToString());
        (await FeedAnswer.PollAsync(Api, cursor)).Answer.Status.Should().Be(200, "their places are free again");
    }

    [Fact]
    public async Task What_ends_on_another_node_is_told_soon()
    {
        await using var other = await StartAsync(issuer: _host.Issuer);
        var cursor = (await FeedAnswer.PollAsync(Api)).Cursor;
        var signedIn = await other.As(TestClients.Web).SignInAsync(await other.CreateUserAsync());
        var poll = FeedAnswer.PollAsync(Api, cursor, wait: 30);
        await Task.Delay(TimeSpan.FromMilliseconds(700));
        poll.IsCompleted.Should().BeFalse();

        await other.As(TestClients.Web).RevokeAsync(signedIn.RefreshToken);

        (await poll.WaitAsync(TimeSpan.FromSeconds(2))).Subjects.Should().Equal(signedIn.SessionId.ToString());
    }

    [Fact]
    public async Task A_server_that_stops_answers_all_who_wait_at_once()
    {
        var cursor = (await FeedAnswer.PollAsync(Api)).Cursor;
        var polls = Enumerable.Range(0, 5).Select(_ => FeedAnswer.PollAsync(Api, cursor, wait: 30)).ToList();
        await Task.Delay(TimeSpan.FromMilliseconds(500));

        _host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        var told = await Task.WhenAll(polls).WaitAsync(Soon);
        told.Should().OnlyContain(answer => answer.Answer.Status == 200 && answer.Entries.Length == 0 && !answer.IsReset);
    }

    private static int Reads(StatementCount statements) =>
        statements.Texts.Count(text => text.Contains("FROM revocation_entries", StringComparison.Ordinal) && text.Contains("LIMIT @most", StringComparison.Ordinal));

    /// <summary>Each has read, and none reads any more: what a poll finds when it comes may make those before it look again.</summary>
    private static async Task UntilAllWaitAsync(StatementCount statements, int polls)
    {
        await Until(() => Reads(statements) >= polls);
        for (var reads = 0; reads != Reads(statements);)
        {
            reads = Reads(statements);
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var started = Stopwatch.GetTimestamp(); !condition();)
        {
            Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(20));
            await Task.Delay(20);
        }
    }

    private Task<AuthServerHost> StartAsync(string? issuer = null) =>
        AuthServerHost.StartAsync(new TestDatabase($"{_database.ConnectionString};Maximum Pool Size={Connections}", () => Task.CompletedTask), new HostSettings { Issuer = issuer });
}
