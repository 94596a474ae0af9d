using AuthServer.EntityFrameworkCore.Incidents;
using AuthServer.EntityFrameworkCore.Relational;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AuthServer.Storage.Tests.Migrations;

/// <summary>The statements of incidents for SQL Server, as text against those for PostgreSQL, which run in tests, and against the model.</summary>
public sealed class IncidentDialectTests
{
    private static readonly IncidentStatements PostgreSql = IncidentStatements.PostgreSql;
    private static readonly IncidentStatements SqlServer = IncidentStatements.SqlServer;

    private static readonly (string PostgreSql, string SqlServer)[] Pairs =
        [(PostgreSql.Take, SqlServer.Take), (PostgreSql.Hold, SqlServer.Hold), (PostgreSql.Advance, SqlServer.Advance)];

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
        PostgreSql.Take.Should().Contain("LIMIT 1 FOR UPDATE SKIP LOCKED");
        SqlServer.Take.Should().Contain("TOP (1)").And.Contain("WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)").And.Contain("OUTPUT inserted.");
    }

    [Theory]
    [InlineData(DatabaseProvider.PostgreSql)]
    [InlineData(DatabaseProvider.SqlServer)]
    public void The_table_has_the_columns_of_the_statements(DatabaseProvider provider)
    {
        using var context = new ProviderContext(provider);
        var columns = context.Context.Model.GetRelationalModel().Tables.Single(table => table.Name == "incidents").Columns.Select(column => column.Name).ToHashSet();

        columns.Should().Contain(["id", "state", "taken_until", "position", "created_at", "note", "actor", "ip", "user_agent"]);
        Pairs.SelectMany(pair => SqlText.Assigned(pair.SqlServer)).Should().BeSubsetOf(columns);
    }
}
