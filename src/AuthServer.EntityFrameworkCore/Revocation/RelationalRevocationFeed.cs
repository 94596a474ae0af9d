using System.Data.Common;
using AuthServer.Core.Revocation;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Revocation;

/// <summary>The revocation feed on PostgreSQL or SQL Server, by hand-written statements: one for each page.</summary>
public sealed class RelationalRevocationFeed(RelationalDatabase database) : IRevocationFeed
{
    private readonly RevocationFeedStatements _statements =
        database.Provider == DatabaseProvider.SqlServer ? RevocationFeedStatements.SqlServer : RevocationFeedStatements.PostgreSql;

    public Task<RevocationPage> ReadAsync(string? cursor, int most, CancellationToken cancellationToken) => Attempts.RepeatAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            var place = FeedCursor.Read(cursor, _statements.EndOf);
            var read = place is null ? null : await PageAsync(connection, place, most, cancellationToken);
            var isReset = read is null || !place!.IsOf(read.History, read.Mark, _statements.EndOf);
            if (isReset)
            {
                place = null;
                read = await PageAsync(connection, place, most, cancellationToken);
            }

            return Page(read!, place, most, isReset);
        },
        "The revocation feed could not be read.");

    public Task<RevocationLook> LookAsync(string? mark, CancellationToken cancellationToken) => Attempts.RepeatAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = connection.Statement(_statements.Look).Text("from", mark);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return new RevocationLook(mark is null || reader.GetBoolean(1), reader.GetString(0));
        },
        "The revocation feed could not be looked into.");

    public Task BeginHistoryAsync(CancellationToken cancellationToken) => Attempts.RepeatAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = connection.Statement(_statements.BeginHistory).Id("id", Guid.CreateVersion7());
            return await command.ExecuteNonQueryAsync(cancellationToken);
        },
        "A new history of the revocation feed could not be begun.");

    private async Task<FeedRows> PageAsync(DbConnection connection, FeedCursor? place, int most, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(place?.From is null ? _statements.Everything : _statements.News);
        if (place?.From is { } from)
        {
            command.Text("from", from).Text("to", place.To);
        }

        command.Big("after", place?.After ?? 0).Number("most", most);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await FeedRows.ReadAsync(reader, cancellationToken);
    }

    /// <summary>The marks of a set's first page hold for all of its pages; what comes meanwhile is news after the last.</summary>
    private static RevocationPage Page(FeedRows read, FeedCursor? place, int most, bool isReset)
    {
        var to = place?.To ?? FeedCursor.Fit(read.Mark);
        var isComplete = read.Entries.Count < most;
        var next = isComplete ? FeedCursor.At(read.History, to) : new FeedCursor(read.History, place?.From, to, read.LastId);
        return new RevocationPage(read.Entries, next.Text(), isReset, isComplete, read.Now);
    }
}
