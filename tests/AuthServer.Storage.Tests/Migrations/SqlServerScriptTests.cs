using AuthServer.EntityFrameworkCore.Relational;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace AuthServer.Storage.Tests.Migrations;

/// <summary>The script that the migrations give for an empty SQL Server, held against the model: what it makes is what the model needs, and no more.</summary>
public sealed class SqlServerScriptTests : IDisposable
{
    private readonly ProviderContext _provider = new(DatabaseProvider.SqlServer);
    private readonly SchemaScript _script;
    private readonly List<ITable> _model;

    public SqlServerScriptTests()
    {
        _script = SchemaScript.Read(_provider.Context.GetService<IMigrator>().GenerateScript());
        _model = [.. _provider.Context.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables];
    }

    public void Dispose() => _provider.Dispose();

    [Fact]
    public void Every_line_of_the_script_is_understood() => _script.Unknown.Should().BeEmpty();

    [Fact]
    public void The_script_makes_the_tables_of_the_model_and_no_other()
    {
        _model.Should().HaveCountGreaterThan(10);
        _script.Columns.Keys.Should().BeEquivalentTo(_model.Select(table => table.Name).Append(SchemaScript.History));
    }

    [Fact]
    public void Every_column_has_the_type_collation_and_nullability_of_the_model()
    {
        foreach (var table in _model)
        {
            _script.Columns[table.Name].Should().BeEquivalentTo(table.Columns.Select(Text), "{0} has these columns", table.Name);
        }
    }

    [Fact]
    public void Every_key_and_foreign_key_is_that_of_the_model()
    {
        foreach (var table in _model)
        {
            _script.Constraints[table.Name].Should().BeEquivalentTo(
                table.UniqueConstraints.Select(Text).Concat(table.ForeignKeyConstraints.Select(Text)), "{0} has these constraints", table.Name);
        }
    }

    [Fact]
    public void Every_index_is_that_of_the_model() =>
        _script.Indexes.Should().BeEquivalentTo(_model.SelectMany(table => table.Indexes).Select(Text));

    [Fact]
    public void What_is_compared_on_the_wire_is_compared_by_the_byte()
    {
        var loose = new[] { "sessions", "clients", "client_secrets", "scopes", "one_time_artefacts", "revocation_entries", "signing_keys" }
            .SelectMany(table => _script.Columns[table])
            .Where(column => column.Contains("nvarchar", StringComparison.Ordinal) && !column.Contains("COLLATE Latin1_General_100_BIN2", StringComparison.Ordinal));

        loose.Should().BeEmpty();
    }

    private static string Text(IColumn column)
    {
        var collation = column.Collation is { } name ? $" COLLATE {name}" : "";
        return $"[{column.Name}] {column.StoreType}{collation} {(column.IsNullable ? "NULL" : "NOT NULL")}";
    }

    private static string Text(IUniqueConstraint key) =>
        $"CONSTRAINT [{key.Name}] {(key.GetIsPrimaryKey() ? "PRIMARY KEY" : "UNIQUE")} ({List(key.Columns)})";

    private static string Text(IForeignKeyConstraint key)
    {
        var onDelete = key.OnDeleteAction switch
        {
            ReferentialAction.Cascade => " ON DELETE CASCADE",
            ReferentialAction.SetNull => " ON DELETE SET NULL",
            _ => "",
        };
        return $"CONSTRAINT [{key.Name}] FOREIGN KEY ({List(key.Columns)}) REFERENCES [{key.PrincipalTable.Name}] ({List(key.PrincipalColumns)}){onDelete}";
    }

    private static string Text(ITableIndex index)
    {
        var filter = index.Filter is { } condition ? $" WHERE {condition}" : "";
        return $"CREATE {(index.IsUnique ? "UNIQUE " : "")}INDEX [{index.Name}] ON [{index.Table.Name}] ({List(index.Columns)}){filter}";
    }

    private static string List(IEnumerable<IColumnBase> columns) => string.Join(", ", columns.Select(column => $"[{column.Name}]"));
}
