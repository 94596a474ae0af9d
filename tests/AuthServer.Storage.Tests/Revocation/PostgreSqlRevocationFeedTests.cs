using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using AuthServer.Core.Revocation;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AuthServer.Storage.Tests.Revocation;

/// <summary>Transactions that overlap, which is where feeds lose entries; and databases that have gone back in time.</summary>
public sealed class PostgreSqlRevocationFeedTests(PostgreSqlStorage storage) : IClassFixture<PostgreSqlStorage>
{
    private const string Insert = """
        INSERT INTO revocation_entries (kind, subject, minimum_epoch, created_at, expires_at)
        VALUES (1, @subject, 0, clock_timestamp(), clock_timestamp() + interval '1 day')
        """;

    private IRevocationFeed Feed => storage.First.Get<IRevocationFeed>();

    [Fact]
    public async Task Entries_of_transactions_that_commit_out_of_order_are_all_told_and_none_twice()
    {
        var cursor = (await ReadAsync(null)).Cursor;
        await using var unrelated = await OpenTransaction.BeginAsync(storage);
        await using var first = await OpenTransaction.BeginAsync(storage, "first");
        await using var second = await OpenTransaction.BeginAsync(storage, "second");

        await second.CommitAsync();
        var early = await ReadAsync(cursor);
        early.Entries.Select(entry => entry.Subject).Should().Equal("second");
        (await ReadAsync(early.Cursor)).Entries.Should().BeEmpty("it was told, though older transactions are open");

        await first.CommitAsync();
        var late = await ReadAsync(early.Cursor);
        late.Entries.Select(entry => entry.Subject).Should().Equal("first");
        for (var round = 0; round < 3; round++)
        {
            late = await ReadAsync(late.Cursor);
            late.Entries.Should().BeEmpty("an old transaction that is still open makes nothing new");
        }
    }

    [Fact]
    public async Task A_look_sees_an_old_transaction_when_it_commits_and_is_quiet_before()
    {
        await using var unrelated = await OpenTransaction.BeginAsync(storage);
        await using var old = await OpenTransaction.BeginAsync(storage, "old");
        await storage.Database.ExecuteAsync(Insert, ("subject", "new"));
        var mark = (await Feed.LookAsync(null, CancellationToken.None)).Mark;
        (await Feed.LookAsync(mark, CancellationToken.None)).HasNews.Should().BeFalse();

        await old.CommitAsync();

        (await Feed.LookAsync(mark, CancellationToken.None)).HasNews.Should().BeTrue();
    }

    [Fact]
    public async Task Pages_of_a_backlog_miss_nothing_that_commits_between_them_however_old_its_transaction()
    {
        var cursor = (await ReadAsync(null)).Cursor;
        await using var old = await OpenTransaction.BeginAsync(storage, "old");
        await AddAsync("backlog", 20);

        var told = new List<string>();
        var page = await ReadAsync(cursor, most: 8);
        told.AddRange(page.Entries.Select(entry => entry.Subject));
        await old.CommitAsync();
        await AddAsync("meanwhile", 5);
        while (!page.IsComplete || page.Entries.Count > 0)
        {
            page = await ReadAsync(page.Cursor, most: 8);
            told.AddRange(page.Entries.Select(entry => entry.Subject));
        }

        told.Should().HaveCount(26).And.OnlyHaveUniqueItems().And.Contain("old");
    }

    [Fact]
    public async Task Under_many_writers_every_entry_is_told_exactly_once()
    {
        const int Writers = 8;
        const int Each = 60;
        var cursor = (await ReadAsync(null)).Cursor;
        var told = new ConcurrentQueue<string>();
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                await using var transaction = await OpenTransaction.BeginAsync(storage, $"writer-{writer}-{i}");
                await Task.Delay(Random.Shared.Next(6));
                await (i % 10 == 9 ? transaction.RollBackAsync() : transaction.CommitAsync());
            }
        })));

        for (var isLast = false; !isLast;)
        {
            isLast = writing.IsCompleted;
            for (var isComplete = false; !isComplete;)
            {
                var page = await ReadAsync(cursor, most: 7);
                page.Entries.ToList().ForEach(entry => told.Enqueue(entry.Subject));
                (cursor, isComplete) = (page.Cursor, page.IsComplete);
            }
        }

        await writing;
        told.Should().HaveCount(Writers * Each * 9 / 10).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_cursor_from_a_future_that_a_restore_has_undone_begins_a_full_set()
    {
        await storage.Database.ExecuteAsync(Insert, ("subject", "kept by the backup"));
        var (history, mark) = Parts((await ReadAsync(null)).Cursor);
        var xmax = ulong.Parse(mark.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);

        foreach (var cursor in new[]
        {
            Cursor(history, $"{xmax + 1000}:{xmax + 1000}:", ""), Cursor(history, mark, $"{xmax + 1000}:{xmax + 1000}:"), Cursor("another cluster", mark, ""),
            Cursor(history + "2", mark, ""),
        })
        {
            var page = await ReadAsync(cursor);
            page.IsReset.Should().BeTrue();
            page.Entries.Select(entry => entry.Subject).Should().Contain("kept by the backup");
            (await ReadAsync(page.Cursor)).IsReset.Should().BeFalse();
        }
    }

    [Fact]
    public async Task Entries_with_transactions_of_another_cluster_are_in_the_full_set_and_make_no_news_again_and_again()
    {
        await storage.Database.ExecuteAsync(
            """
            INSERT INTO revocation_entries (kind, subject, minimum_epoch, created_at, expires_at, transaction_id)
            VALUES (1, 'restored from a dump', 0, clock_timestamp(), clock_timestamp() + interval '1 day', '900000000000'::xid8)
            """);

        var page = await ReadAsync(null);

        page.Entries.Select(entry => entry.Subject).Should().Contain("restored from a dump");
        (await ReadAsync(page.Cursor)).Entries.Should().BeEmpty();
        var look = await Feed.LookAsync(null, CancellationToken.None);
        (await Feed.LookAsync(look.Mark, CancellationToken.None)).HasNews.Should().BeFalse();
    }

    [Theory]
    [InlineData("0:1:")]
    [InlineData("2:1:")]
    [InlineData("1:1")]
    [InlineData("1:9:1,a")]
    [InlineData("1:9:5,3")]
    [InlineData("1:9:9")]
    [InlineData("-1:9:")]
    [InlineData("1:99999999999999999999:")]
    [InlineData("1:9:1'); DELETE FROM revocation_entries; --")]
    public async Task What_the_database_would_not_read_as_a_snapshot_never_reaches_it(string mark)
    {
        var (history, _) = Parts((await ReadAsync(null)).Cursor);

        (await ReadAsync(Cursor(history, mark, ""))).IsReset.Should().BeTrue();
        (await ReadAsync(Cursor(history, "", mark))).IsReset.Should().BeTrue();
    }

    private static (string History, string Mark) Parts(string cursor)
    {
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split('|');
        return (parts[1], parts[2]);
    }

    private static string Cursor(string history, string from, string to) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"1|{history}|{from}|{to}|0"));

    private Task<RevocationPage> ReadAsync(string? cursor, int most = 1_000) => Feed.ReadAsync(cursor, most, CancellationToken.None);

    private async Task AddAsync(string name, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await storage.Database.ExecuteAsync(Insert, ("subject", $"{name}-{i}"));
        }
    }

    /// <summary>A transaction that has written, an entry if one is named, and holds the oldest snapshot back until it ends.</summary>
    private sealed class OpenTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public static async Task<OpenTransaction> BeginAsync(PostgreSqlStorage storage, string? subject = null)
        {
            var connection = new NpgsqlConnection(storage.Database.ConnectionString);
            await connection.OpenAsync();
            var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand(subject is null ? "SELECT pg_current_xact_id()" : Insert, connection, transaction);
            if (subject is not null)
            {
                command.Parameters.AddWithValue("subject", subject);
            }

            await command.ExecuteNonQueryAsync();
            return new OpenTransaction(connection, transaction);
        }

        public Task CommitAsync() => transaction.CommitAsync();

        public Task RollBackAsync() => transaction.RollbackAsync();

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
