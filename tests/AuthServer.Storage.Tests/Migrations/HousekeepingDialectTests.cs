using AuthServer.EntityFrameworkCore.Activity;
using AuthServer.EntityFrameworkCore.History;
using AuthServer.EntityFrameworkCore.Leases;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.Sessions;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AuthServer.Storage.Tests.Migrations;

/// <summary>The statements of housekeeping for SQL Server, as text against those for PostgreSQL, which run in tests, and against the model.</summary>
public sealed class HousekeepingDialectTests
{
    private static readonly Dictionary<string, (string PostgreSql, string SqlServer)> All = new()
    {
        ["expiry.EndIdle"] = (SessionExpiryStatements.PostgreSql.EndIdle, SessionExpiryStatements.SqlServer.EndIdle),
        ["expiry.EndPastAbsolute"] = (SessionExpiryStatements.PostgreSql.EndPastAbsolute, SessionExpiryStatements.SqlServer.EndPastAbsolute),
        ["unmarkedEnds.Next"] = (UnmarkedEndStatements.PostgreSql.Next, UnmarkedEndStatements.SqlServer.Next),
        ["history.PruneSignIns"] = (HistoryStatements.PostgreSql.PruneSignIns, HistoryStatements.SqlServer.PruneSignIns),
        ["leases.Hold"] = (LeaseStatements.PostgreSql.Hold, LeaseStatements.SqlServer.Hold),
        ["leases.Release"] = (LeaseStatements.PostgreSql.Release, LeaseStatements.SqlServer.Release),
        ["activity.Add"] = (ActivityStatements.PostgreSql.Add, ActivityStatements.SqlServer.Add),
        ["activity.Sample"] = (ActivityStatements.PostgreSql.Sample, ActivityStatements.SqlServer.Sample),
        ["activity.FindSample"] = (ActivityStatements.PostgreSql.FindSample, ActivityStatements.SqlServer.FindSample),
        ["activity.Read"] = (ActivityStatements.PostgreSql.Read, ActivityStatements.SqlServer.Read),
    };

    public static TheoryData<string> Statements => [.. All.Keys, .. Enum.GetNames<HistoryKind>()];

    [Theory]
    [MemberData(nameof(Statements))]
    public void Both_dialects_take_the_same_parameters_and_neither_speaks_the_other(string name)
    {
        var (postgreSql, sqlServer) = Of(name);

        SqlText.Parameters(sqlServer).Except(["@examined", "@count", "@gone", "@ended", "@taken"]).Should().NotBeEmpty()
            .And.BeEquivalentTo(SqlText.Parameters(postgreSql).Except(["@count"]));
        SqlText.IsBalanced(sqlServer).Should().BeTrue();
        sqlServer.Should().NotMatchRegex(@"clock_timestamp|make_interval|RETURNING|::|\bLIMIT\b|SKIP LOCKED|MATERIALIZED|ON CONFLICT");
        postgreSql.Should().NotMatchRegex(@"SYSUTCDATETIME|DATEADD|@@|\bTOP\b|UPDLOCK|READPAST|\bMERGE\b");
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void What_sweeps_passes_over_what_others_hold_in_both_dialects(string name)
    {
        var (postgreSql, sqlServer) = Of(name);
        var sweeps = !name.StartsWith("leases", StringComparison.Ordinal) && !name.StartsWith("activity", StringComparison.Ordinal)
            && !name.StartsWith("unmarkedEnds", StringComparison.Ordinal);

        postgreSql.Contains("FOR UPDATE SKIP LOCKED", StringComparison.Ordinal).Should().Be(sweeps);
        sqlServer.Contains("WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)", StringComparison.Ordinal).Should().Be(sweeps);
    }

    [Theory]
    [InlineData(DatabaseProvider.PostgreSql)]
    [InlineData(DatabaseProvider.SqlServer)]
    public void Whatever_goes_by_an_instant_has_an_index_that_begins_with_it(DatabaseProvider provider)
    {
        using var context = new ProviderContext(provider);
        var tables = context.Context.Model.GetRelationalModel().Tables.ToDictionary(table => table.Name);
        foreach (var kind in Enum.GetValues<HistoryKind>().Where(kind => kind != HistoryKind.EndedSessions))
        {
            var history = HistoryTable.Of(kind);
            var table = tables[history.Name];
            var leading = table.Indexes.Select(index => index.Columns[0].Name).Append(table.PrimaryKey!.Columns[0].Name);

            leading.Should().Contain(history.Instant, history.Name);
            table.PrimaryKey.Columns.Select(column => column.Name).Should().Equal(history.Key.Split(", "), history.Name);
        }
    }

    private static (string PostgreSql, string SqlServer) Of(string name) =>
        All.TryGetValue(name, out var pair) ? pair
        : (HistoryStatements.PostgreSql.Prune(Enum.Parse<HistoryKind>(name)), HistoryStatements.SqlServer.Prune(Enum.Parse<HistoryKind>(name)));
}
