using System.Text.RegularExpressions;
using AuthServer.EntityFrameworkCore.Artefacts;
using AuthServer.EntityFrameworkCore.Consents;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.Sessions;
using AuthServer.EntityFrameworkCore.SignIns;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AuthServer.Storage.Tests.Migrations;

/// <summary>
/// The hand-written statements for SQL Server, as text against those for PostgreSQL, which run in tests: same parameters, same columns set, same
/// conditions, same shape of what is returned.
/// </summary>
public sealed class SqlServerDialectTests
{
    private const string CreateSession = "sessions.Create";

    private const string GrantConsent = "consents.Grant";

    private const string AddDeviceCode = "devices.Add";

    private static readonly string[] MarksOfBatches =
    [
        "sessions.MarkEndedOfUser", "sessions.MarkEndedOfClient", "sessions.EndChosen", "sessions.EndOfUserAtClient", "sessions.EndUnderSignIn", "sessions.EndOpenedSince",
        "signIns.EndChosen", "signIns.MarkEndedOfUser", "signIns.EndOfSessions", "signIns.EndExpired",
    ];

    private static readonly string[] CarryOvers = ["carryOver.SignIns", "carryOver.Sessions", "carryOver.Codes"];

    private static readonly IReadOnlySet<string> Columns = ColumnNames();

    private static readonly IReadOnlyDictionary<string, (string PostgreSql, string SqlServer)> All = Pairs("sessions", PostgreSqlSessionStatements.All, SqlServerSessionStatements.All)
        .Concat(Pairs("signIns", PostgreSqlSignInStatements.All, SqlServerSignInStatements.All))
        .Concat(Pairs("artefacts", ArtefactStatements.PostgreSql, ArtefactStatements.SqlServer))
        .Concat(Pairs("devices", DeviceCodeStatements.PostgreSql, DeviceCodeStatements.SqlServer))
        .Concat(Pairs("carryOver", CarryOverStatements.PostgreSql, CarryOverStatements.SqlServer))
        .Append(new(GrantConsent, (ConsentStatements.PostgreSql, ConsentStatements.SqlServer)))
        .ToDictionary();

    public static TheoryData<string> Statements => [.. All.Keys];

    public static TheoryData<string> Updates =>
    [
        "sessions.Rotate", "sessions.Keep", "sessions.Retry", "sessions.End", "sessions.RaiseUserEpoch", "sessions.RenewUserEpoch",
        "sessions.RaiseClientEpoch", "signIns.Raise", "signIns.NoteSeen", "signIns.End", "devices.Poll",
        .. MarksOfBatches,
    ];

    public static TheoryData<string> AllUpdates => [.. Updates.Select(row => row.Data), .. CarryOvers, CreateSession, "artefacts.Add", "artefacts.Prolong", "devices.Decide"];

    /// <summary>All but those that on PostgreSQL have no condition but a conflict.</summary>
    public static TheoryData<string> Conditional => [.. All.Keys.Where(statement => statement is not (GrantConsent or AddDeviceCode))];

    [Theory]
    [MemberData(nameof(Statements))]
    public void Both_dialects_take_the_same_parameters(string statement)
    {
        SqlText.Parameters(PostgreSql(statement)).Should().NotBeEmpty();
        SqlText.Parameters(SqlServer(statement)).Should().BeEquivalentTo(SqlText.Parameters(PostgreSql(statement)));
    }

    [Theory]
    [MemberData(nameof(Conditional))]
    public void Both_dialects_hold_the_same_columns_against_the_same_parameters(string statement)
    {
        var sqlServer = SqlText.Pairs(SqlServer(statement)).ToHashSet();
        if (statement is CreateSession or "signIns.Create")
        {
            // SQL Server reads back what it has inserted; PostgreSQL returns it from the insert.
            sqlServer.Remove("id = @id").Should().BeTrue();
        }

        SqlText.Pairs(PostgreSql(statement)).Should().NotBeEmpty().And.BeEquivalentTo(sqlServer);
    }

    [Theory]
    [MemberData(nameof(AllUpdates))]
    public void Both_dialects_set_the_same_columns(string statement)
    {
        SqlText.Assigned(PostgreSql(statement)).Should().NotBeEmpty().And.BeSubsetOf(Columns);
        SqlText.Assigned(SqlServer(statement)).Should().BeEquivalentTo(SqlText.Assigned(PostgreSql(statement)));
    }

    [Theory]
    [MemberData(nameof(Conditional))]
    public void Both_dialects_make_conditions_of_the_same_columns(string statement)
    {
        var postgreSql = SqlText.Conditioned(PostgreSql(statement), Columns).ToHashSet();
        var sqlServer = SqlText.Conditioned(SqlServer(statement), Columns).ToHashSet();
        if (MarksOfBatches.Contains(statement))
        {
            // PostgreSQL joins the batch that it has locked by id; SQL Server updates the locked rows themselves.
            postgreSql.Remove("id");
            sqlServer.Remove("id");
        }

        postgreSql.Should().NotBeEmpty();
        sqlServer.Should().BeEquivalentTo(postgreSql);
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
        SqlServer(statement).Should()
            .NotMatchRegex(@"clock_timestamp|make_interval|RETURNING|::|\bLEAST\b|\bTRUE\b|\bFALSE\b|\bLIMIT\b|\|\||FOR UPDATE|FOR SHARE");
        PostgreSql(statement).Should().NotMatchRegex(@"SYSUTCDATETIME|DATEADD|OUTPUT|@@|\bTOP\b|UPDLOCK|\bCONVERT\b");
    }

    [Theory]
    [InlineData(CreateSession, 4)]
    [InlineData("signIns.Create", 1)]
    public void A_creation_holds_the_rows_that_may_refuse_it(string statement, int rows)
    {
        Regex.Count(SqlServer(statement), Regex.Escape("WITH (REPEATABLEREAD, READCOMMITTEDLOCK)")).Should().Be(rows);
        Regex.Count(PostgreSql(statement), "FOR SHARE").Should().Be(rows);
    }

    [Fact]
    public void A_batch_that_writes_to_several_tables_takes_at_most_so_many_rows_as_the_other_dialect_s()
    {
        foreach (var statement in MarksOfBatches)
        {
            SqlServer(statement).Contains("TOP (500)", StringComparison.Ordinal).Should().Be(
                PostgreSql(statement).Contains("LIMIT 500", StringComparison.Ordinal), statement);
        }
    }

    [Fact]
    public void A_rotation_touches_no_more_columns_than_it_did() => SqlText.Assigned(PostgreSql("sessions.Rotate")).Should().BeEquivalentTo(
        "generation", "token_hash", "predecessor_hash", "salt", "key_id", "rotated_at", "retries", "retry_streak", "foreign_retry", "idle_expires_at",
        "last_ip", "last_address", "last_network", "last_user_agent", "last_used_at", "last_used_on");

    private static string PostgreSql(string statement) => All[statement].PostgreSql;

    private static string SqlServer(string statement) => All[statement].SqlServer;

    private static IEnumerable<KeyValuePair<string, (string PostgreSql, string SqlServer)>> Pairs<T>(string group, T postgreSql, T sqlServer) =>
        from property in typeof(T).GetProperties()
        where property.PropertyType == typeof(string)
        select KeyValuePair.Create($"{group}.{property.Name}", ((string)property.GetValue(postgreSql)!, (string)property.GetValue(sqlServer)!));

    private static HashSet<string> ColumnNames()
    {
        using var provider = new ProviderContext(DatabaseProvider.SqlServer);
        string[] tables = ["sessions", "users", "clients", "sign_ins", "one_time_artefacts", "consents"];
        return provider.Context.Model.GetRelationalModel().Tables
            .Where(table => tables.Contains(table.Name))
            .SelectMany(table => table.Columns)
            .Select(column => column.Name)
            .ToHashSet();
    }
}
