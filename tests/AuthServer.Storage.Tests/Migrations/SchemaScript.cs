using System.Text.RegularExpressions;

namespace AuthServer.Storage.Tests.Migrations;

/// <summary>
/// What a migration script for SQL Server makes, read line by line from its text: columns, constraints and indexes by table. A line that is none
/// of what is known here is kept in <see cref="Unknown"/>, so that nothing escapes the comparison.
/// </summary>
internal sealed partial class SchemaScript
{
    private static readonly string[] Framing =
    [
        "BEGIN TRANSACTION;", "COMMIT;", "GO", "BEGIN", "END;", ");", "IF OBJECT_ID(N'[__EFMigrationsHistory]') IS NULL",
        "INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])",
    ];

    public const string History = "__EFMigrationsHistory";

    public Dictionary<string, HashSet<string>> Columns { get; } = [];

    public Dictionary<string, HashSet<string>> Constraints { get; } = [];

    public HashSet<string> Indexes { get; } = [];

    public List<string> Unknown { get; } = [];

    public static SchemaScript Read(string script)
    {
        var schema = new SchemaScript();
        var table = "";
        foreach (var line in script.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !Framing.Contains(line)))
        {
            table = schema.ReadLine(line, table);
        }

        return schema;
    }

    /// <summary>The table that the next line is about.</summary>
    private string ReadLine(string line, string table)
    {
        if (CreateTable().Match(line) is { Success: true } created)
        {
            table = created.Groups["table"].Value;
            Columns[table] = [];
            Constraints[table] = [];
        }
        else if (AddColumn().Match(line) is { Success: true } added)
        {
            Columns[added.Groups["table"].Value].Add(WithoutGeneration(added.Groups["column"].Value));
        }
        else if (line.StartsWith("CONSTRAINT ", StringComparison.Ordinal))
        {
            Constraints[table].Add(line.TrimEnd(','));
        }
        else if (line.StartsWith('['))
        {
            Columns[table].Add(WithoutGeneration(line.TrimEnd(',')));
        }
        else if (CreateIndex().IsMatch(line))
        {
            Indexes.Add(line.TrimEnd(';'));
        }
        else if (DropIndex().Match(line) is { Success: true } index)
        {
            Indexes.RemoveWhere(text => text.Contains($" INDEX [{index.Groups["index"].Value}] ON [{index.Groups["table"].Value}] ", StringComparison.Ordinal));
        }
        else if (DropColumn().Match(line) is { Success: true } column)
        {
            Columns[column.Groups["table"].Value].RemoveWhere(text => text.StartsWith($"{column.Groups["column"].Value} ", StringComparison.Ordinal));
        }
        else if (!HistoryRow().IsMatch(line) && !DropDefault().IsMatch(line))
        {
            Unknown.Add(line);
        }

        return table;
    }

    private static string WithoutGeneration(string column) => Generation().Replace(column, "");

    [GeneratedRegex(@"^CREATE TABLE \[(?<table>\w+)\] \($")]
    private static partial Regex CreateTable();

    [GeneratedRegex(@"^ALTER TABLE \[(?<table>\w+)\] ADD (?<column>\[\w+\] .+);$")]
    private static partial Regex AddColumn();

    [GeneratedRegex(@"^CREATE (UNIQUE )?INDEX \[\w+\] ON ")]
    private static partial Regex CreateIndex();

    [GeneratedRegex(@"^DROP INDEX \[(?<index>\w+)\] ON \[(?<table>\w+)\];$")]
    private static partial Regex DropIndex();

    [GeneratedRegex(@"^ALTER TABLE \[(?<table>\w+)\] DROP COLUMN (?<column>\[\w+\]);$")]
    private static partial Regex DropColumn();

    // The lines by which the default of a column is looked up and dropped before the column is; defaults are not compared.
    [GeneratedRegex(@"^(DECLARE @var\d* nvarchar\(max\);|SELECT @var\d* = QUOTENAME\(.+\)|FROM \[sys\]\.\[default_constraints\] \[d\]|INNER JOIN \[sys\]\.\[columns\] \[c\] ON .+|WHERE \(\[d\]\.\[parent_object_id\] = .+\);|IF @var\d* IS NOT NULL EXEC\(N'ALTER TABLE \[\w+\] DROP CONSTRAINT ' .+\);)$")]
    private static partial Regex DropDefault();

    [GeneratedRegex(@"^VALUES \(N'\d{14}_\w+', N'[\d.]+'\);$")]
    private static partial Regex HistoryRow();

    [GeneratedRegex(@" (IDENTITY|DEFAULT .+)$")]
    private static partial Regex Generation();
}
