using AuthServer.EntityFrameworkCore.Logout;
using AuthServer.EntityFrameworkCore.Relational;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AuthServer.Storage.Tests.Migrations;

/// <summary>The statements of the logout queue for SQL Server, as text against those for PostgreSQL, which run in tests, and against the model.</summary>
public sealed class LogoutDialectTests
{
    private static readonly LogoutDeliveryStatements PostgreSql = LogoutDeliveryStatements.PostgreSql;
    private static readonly LogoutDeliveryStatements SqlServer = LogoutDeliveryStatements.SqlServer;

    private static readonly (string PostgreSql, string SqlServer)[] Pairs =
    [
        (PostgreSql.Take, SqlServer.Take), (PostgreSql.MarkDelivered, SqlServer.MarkDelivered), (PostgreSql.MarkFailed, SqlServer.MarkFailed),
    ];

    [Fact]
    public void Both_dialects_take_the_same_parameters_and_set_the_same_columns_under_the_same_conditions()
    {
        foreach (var (postgreSql, sqlServer) in Pairs)
        {
            SqlText.Parameters(sqlServer).Should().NotBeEmpty().And.BeEquivalentTo(SqlText.Parameters(postgreSql));
            SqlText.Pairs(sqlServer).Should().BeEquivalentTo(SqlText.Pairs(postgreSql));
            SqlText.Assigned(sqlServer).Should().NotBeEmpty().And.BeEquivalentTo(SqlText.Assigned(postgreSql));
            SqlText.IsBalanced(sqlServer).Should().BeTrue();
            sqlServer.Should().NotMatchRegex(@"clock_timestamp|make_interval|RETURNING|\bLIMIT\b|SKIP LOCKED");
        }
    }

    [Fact]
    public void A_taker_passes_over_what_others_hold_in_both_dialects()
    {
        PostgreSql.Take.Should().Contain("LIMIT @most FOR UPDATE SKIP LOCKED");
        SqlServer.Take.Should().Contain("TOP (@most)").And.Contain("WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)").And.Contain("OUTPUT inserted.");
    }

    [Theory]
    [InlineData(DatabaseProvider.PostgreSql)]
    [InlineData(DatabaseProvider.SqlServer)]
    public void The_table_has_the_columns_of_the_statements_and_an_index_on_what_is_due(DatabaseProvider provider)
    {
        using var context = new ProviderContext(provider);
        var table = context.Context.Model.GetRelationalModel().Tables.Single(table => table.Name == "logout_deliveries");

        table.Columns.Select(column => column.Name).Should().BeEquivalentTo(
            "id", "client_id", "user_id", "session_id", "created_at", "next_attempt_at", "attempts", "delivered_at", "last_error");
        table.Indexes.Should().Contain(index => index.Columns.Count == 1 && index.Columns[0].Name == "next_attempt_at");
    }
}
