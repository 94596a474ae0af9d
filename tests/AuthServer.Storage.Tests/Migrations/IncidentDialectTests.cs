using System.Data.Common;
using System.Text.RegularExpressions;
using AuthServer.Core.SessionDirectory;
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
        [(PostgreSql.Take, SqlServer.Take), (PostgreSql.Advance, SqlServer.Advance)];

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
    public void Both_dialects_take_the_same_targets()
    {
        SqlText.Parameters(SqlServer.TakeTargets).Should().BeEquivalentTo(SqlText.Parameters(PostgreSql.TakeTargets));
        SqlText.Pairs(SqlServer.TakeTargets).Should().NotBeEmpty().And.BeEquivalentTo(SqlText.Pairs(PostgreSql.TakeTargets));
        PostgreSql.TakeTargets.Should().Contain("RETURNING session_id, sign_in_id");
        SqlServer.TakeTargets.Should().Contain("OUTPUT deleted.session_id, deleted.sign_in_id");
    }

    [Theory]
    [InlineData(DatabaseProvider.PostgreSql)]
    [InlineData(DatabaseProvider.SqlServer)]
    public void What_an_incident_is_about_is_selected_as_it_is_remembered(DatabaseProvider provider)
    {
        using var context = new ProviderContext(provider);
        AddressRange.TryParse("203.0.113.0/24", out var address).Should().BeTrue();
        var incident = new IncidentEntity
        {
            Filter = new SessionFilter { Address = address, UserAgent = "x" }.ToStored(),
            Note = "",
            Actor = "",
            Ip = "",
            UserAgent = "",
        };

        Text(IncidentTargets.SessionIdsOf(context.Context, incident).CreateDbCommand()).Should().StartWith("SELECT s.id, s.sign_in_id FROM sessions AS s WHERE");
        Text(IncidentTargets.SignInIdsOf(context.Context, incident).CreateDbCommand()).Should().StartWith("SELECT s.id FROM sign_ins AS s WHERE");

        // Names as they are, whatever quotes them and whatever they are called in what is returned.
        static string Text(DbCommand command) =>
            Regex.Replace(Regex.Replace(command.CommandText, @"[\[\]""]", ""), @"(\w+) AS \w+(?=,|\s+FROM)", "$1").ReplaceLineEndings(" ");
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
