using System.Text.RegularExpressions;
using AuthServer.EntityFrameworkCore.Incidents;
using AuthServer.EntityFrameworkCore.Sessions;
using AuthServer.EntityFrameworkCore.SignIns;
using AuthServer.Storage.Tests.SessionDirectory;
using AuthServer.Testing.PostgreSql;
using AuthServer.Testing.SessionDirectory;
using FluentAssertions;
using FluentAssertions.Execution;
using Xunit;

namespace AuthServer.Storage.Tests.Incidents;

/// <summary>How the database finds what a batch of an incident ends, and whether an owner's rows are all marked, among 100,000 sessions.</summary>
public sealed class EndingPlanTests(PostgreSqlFixture postgreSql)
{
    [Fact]
    public async Task Every_statement_finds_its_rows_by_an_index()
    {
        await using var directory = await DirectoryUnderTest.OpenAsync(postgreSql, sessions: 100_000);
        var (sessions, signIns) = await directory.SomeAsync(20);
        using var scope = new AssertionScope();
        await JudgeAsync(IncidentStatements.PostgreSql.TakeTargets, "pk_incident_targets");
        await JudgeAsync(PostgreSqlSignInStatements.All.EndChosen, "pk_sign_ins", signIns);
        await JudgeAsync(PostgreSqlSessionStatements.All.EndChosen, "pk_sessions", sessions);
        await JudgeAsync(PostgreSqlSessionStatements.All.EndOpenedSince, "ix_sessions_(active|sign_in_id)", signIns);
        await JudgeAsync(UnmarkedEndStatements.SettleUser, "ix_sessions_user_id_created_at_id");
        await JudgeAsync(UnmarkedEndStatements.SettleUser, "ix_sign_ins_user_id");
        await JudgeAsync(UnmarkedEndStatements.SettleClient, "ix_sessions_(idle|client_id_created_at_id)");

        async Task JudgeAsync(string statement, string index, string ids = "")
        {
            var plan = await directory.ExplainAsync(Regex.Replace(statement, @"@(\w+)", match => Value(match.Groups[1].Value, ids)));
            plan.Should().MatchRegex($@"{index}\b", plan).And.NotMatchRegex("Seq Scan on (sessions|sign_ins|incident_targets)", plan);
        }
    }

    private static string Value(string parameter, string ids) => parameter switch
    {
        "ids" => ids,
        "held_id" or "user_id" => $"uuid '{ManySessions.SomeUser}'",
        "subject" => $"'{ManySessions.QuietClient}'",
        "epoch" or "position" => "1",
        "since" => "now() - interval '1 minute'",
        "feed_retention" => "87000.0",
        "reason" => "14::smallint",
        "note" => "NULL::text",
        _ => "''",
    };
}
