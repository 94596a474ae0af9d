using System.Data;
using System.Text.RegularExpressions;
using AuthServer.EntityFrameworkCore.Sessions;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Migrations;

/// <summary>Every statement that returns a session returns the columns that <see cref="SessionColumns"/> reads, in its order and to the last.</summary>
public sealed class SessionShapeTests
{
    private static readonly DateTimeOffset Instant = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly string[] Dialects = [nameof(PostgreSqlSessionStatements), nameof(SqlServerSessionStatements)];

    private static readonly string[] Returning =
        [nameof(SessionStatements.Create), nameof(SessionStatements.Rotate), nameof(SessionStatements.Keep), nameof(SessionStatements.Retry), nameof(SessionStatements.Find)];

    public static TheoryData<string, string> Statements => new(from dialect in Dialects from statement in Returning select (dialect, statement));

    [Theory]
    [MemberData(nameof(Statements))]
    public void A_statement_returns_what_is_read(string dialect, string statement)
    {
        var columns = SqlText.Returned(Text(dialect, statement));

        var read = Read(columns);
        var readWithoutTheLast = () => Read([.. columns.SkipLast(1)]);

        read.Now.Should().Be(Instant);
        read.Session.ClientId.Value.Should().Be("client_id");
        readWithoutTheLast.Should().Throw<ArgumentOutOfRangeException>("every column is read");
    }

    private static Core.Sessions.SessionSnapshot Read(IReadOnlyList<string> columns)
    {
        using var table = new DataTable();
        var values = columns.Select(Value).ToArray();
        foreach (var (index, value) in values.Index())
        {
            table.Columns.Add($"column{index}", value.GetType());
        }

        table.Rows.Add(values);
        using var reader = table.CreateDataReader();
        reader.Read();
        return SessionColumns.Read(reader);
    }

    /// <summary>A value of the type that a column of this name has, so that a column in the wrong place cannot be read.</summary>
    private static object Value(string column)
    {
        var name = Regex.Match(column, @"\.(\w+)").Groups[1].Value;
        return name switch
        {
            "id" or "user_id" or "sign_in_id" => Guid.NewGuid(),
            "generation" => 1L,
            "key_id" or "end_reason" or "epoch_reason" => (short)1,
            "foreign_retry" or "disabled" => false,
            "token_hash" or "predecessor_hash" => new byte[32],
            "salt" => new byte[16],
            "user_epoch" or "client_epoch" or "epoch" or "version" or "retries" or "retry_streak" => 1,
            "claims" => "",
            "" => Instant,
            _ when name.EndsWith("_at", StringComparison.Ordinal) => Instant,
            _ => name,
        };
    }

    private static string Text(string dialect, string statement)
    {
        var statements = dialect == nameof(SqlServerSessionStatements) ? SqlServerSessionStatements.All : PostgreSqlSessionStatements.All;
        return (string)typeof(SessionStatements).GetProperty(statement)!.GetValue(statements)!;
    }
}
