using System.Text.RegularExpressions;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.Sessions;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AuthServer.Storage.Tests.Migrations;

/// <summary>
/// The statements of sessions for SQL Server, as text against those for PostgreSQL, which run in tests: same parameters, same columns set, same
/// conditions, same shape of what is returned.
/// </summary>
public sealed class SqlServerDialectTests
{
    private static readonly IReadOnlySet<string> Columns = ColumnNames();

    public static TheoryData<string> Statements =>
        [.. typeof(SessionStatements).GetProperties().Where(property => property.PropertyType == typeof(string)).Select(property => property.Name)];

    public static TheoryData<string> Updates =>
        [nameof(SessionStatements.Rotate), nameof(SessionStatements.Retry), nameof(SessionStatements.End), nameof(SessionStatements.RaiseUserEpoch), nameof(SessionStatements.MarkEndedOfUser)];

    [Theory]
    [MemberData(nameof(Statements))]
    public void Both_dialects_take_the_same_parameters(string statement)
    {
        SqlText.Parameters(PostgreSql(statement)).Should().NotBeEmpty();
        SqlText.Parameters(SqlServer(statement)).Should().BeEquivalentTo(SqlText.Parameters(PostgreSql(statement)));
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void Both_dialects_hold_the_same_columns_against_the_same_parameters(string statement)
    {
        var sqlServer = SqlText.Pairs(SqlServer(statement)).ToHashSet();
        if (statement == nameof(SessionStatements.Create))
        {
            // SQL Server reads back what it has inserted; PostgreSQL returns it from the insert.
            sqlServer.Remove("id = @id").Should().BeTrue();
        }

        SqlText.Pairs(PostgreSql(statement)).Should().NotBeEmpty().And.BeEquivalentTo(sqlServer);
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public void Both_dialects_set_the_same_columns(string statement)
    {
        SqlText.Assigned(PostgreSql(statement)).Should().NotBeEmpty().And.BeSubsetOf(Columns);
        SqlText.Assigned(SqlServer(statement)).Should().BeEquivalentTo(SqlText.Assigned(PostgreSql(statement)));
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void Both_dialects_make_conditions_of_the_same_columns(string statement)
    {
        var postgreSql = SqlText.Conditioned(PostgreSql(statement), Columns).ToHashSet();
        if (statement == nameof(SessionStatements.MarkEndedOfUser))
        {
            // PostgreSQL joins the batch that it has locked by id; SQL Server updates the locked rows themselves.
            postgreSql.Remove("id");
        }

        postgreSql.Should().NotBeEmpty();
        SqlText.Conditioned(SqlServer(statement), Columns).Should().BeEquivalentTo(postgreSql);
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public void An_update_returns_what_it_has_written_from_the_same_statement(string statement) =>
        SqlServer(statement).Should().Contain("OUTPUT inserted.");

    [Theory]
    [MemberData(nameof(Statements))]
    public void Brackets_quotation_marks_and_transactions_are_closed(string statement)
    {
        var text = SqlServer(statement);

        SqlText.IsBalanced(text).Should().BeTrue();
        Regex.Count(text, "COMMIT TRANSACTION;").Should().Be(Regex.Count(text, "BEGIN TRANSACTION;"));
        text.Contains("BEGIN TRANSACTION", StringComparison.Ordinal).Should().Be(
            text.Contains("SET XACT_ABORT ON", StringComparison.Ordinal), "a transaction is undone when a part of it fails");
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void Nothing_of_the_other_dialect_has_slipped_in(string statement)
    {
        SqlServer(statement).Should().NotMatchRegex(@"clock_timestamp|make_interval|RETURNING|::|\bLEAST\b|\bTRUE\b|\bFALSE\b|\bLIMIT\b|\|\||FOR UPDATE|FOR SHARE");
        PostgreSql(statement).Should().NotMatchRegex(@"SYSUTCDATETIME|DATEADD|OUTPUT|@@|\bTOP\b|UPDLOCK|\bCONVERT\b");
    }

    [Fact]
    public void A_sign_in_holds_the_rows_of_its_user_and_client()
    {
        Regex.Count(SqlServer(nameof(SessionStatements.Create)), Regex.Escape("WITH (REPEATABLEREAD, READCOMMITTEDLOCK)")).Should().Be(2);
        Regex.Count(PostgreSql(nameof(SessionStatements.Create)), "FOR SHARE").Should().Be(2);
    }

    private static string PostgreSql(string statement) => Text(PostgreSqlSessionStatements.All, statement);

    private static string SqlServer(string statement) => Text(SqlServerSessionStatements.All, statement);

    private static string Text(SessionStatements statements, string name) => (string)typeof(SessionStatements).GetProperty(name)!.GetValue(statements)!;

    private static HashSet<string> ColumnNames()
    {
        using var provider = new ProviderContext(DatabaseProvider.SqlServer);
        string[] tables = ["sessions", "users", "clients"];
        return [.. provider.Context.Model.GetRelationalModel().Tables.Where(table => tables.Contains(table.Name)).SelectMany(table => table.Columns).Select(column => column.Name)];
    }
}
