using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.Replay;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AuthServer.Storage.Tests.Migrations;

/// <summary>The statement of replays for SQL Server, as text against the one for PostgreSQL, which runs in tests, and against the model.</summary>
public sealed class ReplayDialectTests
{
    [Fact]
    public void Both_dialects_take_the_same_parameters()
    {
        SqlText.Parameters(ReplayStatements.PostgreSql).Should().BeEquivalentTo("@kind", "@hash", "@expires_at");
        SqlText.Parameters(ReplayStatements.SqlServer).Should().BeEquivalentTo(SqlText.Parameters(ReplayStatements.PostgreSql));
    }

    [Fact]
    public void Sql_server_changes_what_has_expired_and_adds_what_is_missing_under_one_lock()
    {
        var statement = ReplayStatements.SqlServer;

        SqlText.IsBalanced(statement).Should().BeTrue();
        SqlText.Pairs(statement).Should().BeEquivalentTo("expires_at = @expires_at", "kind = @kind", "hash = @hash");
        statement.Should().Contain("r.expires_at <= SYSUTCDATETIME()");
        statement.Split("WITH (UPDLOCK, SERIALIZABLE)").Should().HaveCount(3, "update and insert both hold the place");
        statement.Should().MatchRegex(@"(?s)XACT_ABORT ON.*BEGIN TRANSACTION;.*UPDATE r.*INSERT INTO replay_identifiers.*COMMIT TRANSACTION;.*SELECT one FROM @taken");
        statement.Should().NotMatchRegex("clock_timestamp|RETURNING|EXCLUDED|ON CONFLICT");
    }

    [Theory]
    [InlineData(DatabaseProvider.PostgreSql)]
    [InlineData(DatabaseProvider.SqlServer)]
    public void The_table_has_the_columns_of_the_statements_and_the_key_that_settles_races(DatabaseProvider provider)
    {
        using var context = new ProviderContext(provider);
        var table = context.Context.Model.GetRelationalModel().Tables.Single(table => table.Name == "replay_identifiers");

        table.Columns.Select(column => column.Name).Should().BeEquivalentTo("kind", "hash", "expires_at");
        table.PrimaryKey!.Columns.Select(column => column.Name).Should().Equal("kind", "hash");
        table.Indexes.Should().ContainSingle(index => index.Columns.Count == 1 && index.Columns[0].Name == "expires_at");
    }
}
