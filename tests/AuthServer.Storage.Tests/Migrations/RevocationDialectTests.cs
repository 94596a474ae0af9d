using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.Revocation;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AuthServer.Storage.Tests.Migrations;

/// <summary>The statements of the revocation feed for SQL Server, as text against those for PostgreSQL, which run in tests, and against the model.</summary>
public sealed class RevocationDialectTests
{
    private static readonly RevocationFeedStatements PostgreSql = RevocationFeedStatements.PostgreSql;
    private static readonly RevocationFeedStatements SqlServer = RevocationFeedStatements.SqlServer;

    [Fact]
    public void Both_dialects_take_the_same_parameters_and_return_the_same_columns()
    {
        foreach (var (postgreSql, sqlServer) in new[]
        {
            (PostgreSql.Everything, SqlServer.Everything), (PostgreSql.News, SqlServer.News), (PostgreSql.Look, SqlServer.Look),
        })
        {
            SqlText.Parameters(sqlServer).Should().NotBeNull().And.BeEquivalentTo(SqlText.Parameters(postgreSql));
            SqlText.IsBalanced(sqlServer).Should().BeTrue();
            sqlServer.Should().NotMatchRegex(@"clock_timestamp|pg_|::|\bLIMIT\b|LATERAL|MATERIALIZED");
        }

        SqlText.Parameters(SqlServer.News).Should().BeEquivalentTo("@from", "@to", "@after", "@most");
        const string Entry = "t.history, t.now, e.id, e.kind, e.subject, e.minimum_epoch, e.created_at, e.expires_at";
        new[] { PostgreSql.Everything, PostgreSql.News, SqlServer.Everything, SqlServer.News }.Should().OnlyContain(statement => statement.Contains(Entry));
    }

    [Fact]
    public void On_SQL_Server_the_mark_is_read_before_the_rows()
    {
        foreach (var statement in new[] { SqlServer.Everything, SqlServer.News, SqlServer.Look })
        {
            statement.Should().StartWith("SET NOCOUNT ON;\nDECLARE @mark binary(8) = MIN_ACTIVE_ROWVERSION();");
        }
    }

    [Theory]
    [InlineData("00000000000007D1", 2001UL)]
    [InlineData("ffffffffffffffff", ulong.MaxValue)]
    [InlineData("7D1", null)]
    [InlineData("0x000000000007D1", null)]
    [InlineData("00000000000007D1'--", null)]
    public void A_mark_of_SQL_Server_is_sixteen_hexadecimal_digits(string text, ulong? version) => SqlServer.EndOf(text).Should().Be(version);

    [Theory]
    [InlineData(DatabaseProvider.PostgreSql, "transaction_id")]
    [InlineData(DatabaseProvider.SqlServer, "row_version")]
    public void The_table_has_the_columns_of_the_statements_and_an_index_on_what_orders_it(DatabaseProvider provider, string order)
    {
        using var context = new ProviderContext(provider);
        var table = context.Context.Model.GetRelationalModel().Tables.Single(table => table.Name == "revocation_entries");

        table.Columns.Select(column => column.Name).Should().Contain(["id", "kind", "subject", "minimum_epoch", "created_at", "expires_at", order]);
        table.Indexes.Should().Contain(index => index.Columns.Count == 1 && index.Columns[0].Name == order);
    }

    [Fact]
    public void A_snapshot_of_too_many_transactions_becomes_one_that_has_seen_less()
    {
        var text = "100:9000:" + string.Join(',', Enumerable.Range(100, 3_000));

        FeedCursor.Fit(text).Should().Be("100:100:");
        FeedCursor.Fit("100:102:101").Should().Be("100:102:101");
    }
}
