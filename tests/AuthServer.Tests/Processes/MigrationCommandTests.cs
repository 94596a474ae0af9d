using System.Diagnostics;
using AuthServer.Testing.PostgreSql;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Processes;

/// <summary>The commands with which an operator or a developer looks after the schema, as they are typed.</summary>
[Collection<OnTwoServers>]
public sealed class MigrationCommandTests(PostgreSqlFixture postgreSql)
{
    [Fact]
    public async Task Database_update_makes_the_schema_and_can_be_run_again()
    {
        await using var database = await EmptyDatabase.CreateAsync(postgreSql);
        await RunAsync(["tool", "restore"], database);

        for (var run = 1; run <= 2; run++)
        {
            var (exitCode, output) = await EntityFrameworkAsync(["database", "update"], "PostgreSql", database);
            exitCode.Should().Be(0, "run {0} said: {1}", run, output);
        }

        (await ReadAsync(database, "SELECT array_to_string(reloptions, ',') FROM pg_class WHERE relname = 'sessions'")).Should().Equal("fillfactor=50");
        (await ReadAsync(database, "SELECT COUNT(*)::text FROM \"__EFMigrationsHistory\"")).Should().ContainSingle().Which.Should().NotBe("0");
    }

    [Theory]
    [InlineData("PostgreSql")]
    [InlineData("SqlServer")]
    public async Task The_migrations_lack_nothing_of_the_model(string provider)
    {
        await using var database = await EmptyDatabase.CreateAsync(postgreSql);
        await RunAsync(["tool", "restore"], database);

        var (exitCode, output) = await EntityFrameworkAsync(["migrations", "has-pending-model-changes"], provider, database);

        exitCode.Should().Be(0, "it said: {0}", output);
    }

    private static Task<(int ExitCode, string Output)> EntityFrameworkAsync(string[] command, string provider, TestDatabase database) => RunAsync(
        ["ef", .. command, "--project", $"migrations/AuthServer.Migrations.{provider}", "--no-build", "--configuration", Checkout.Configuration], database);

    private static async Task<(int ExitCode, string Output)> RunAsync(string[] arguments, TestDatabase database)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Checkout.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__AuthServer"] = database.ConnectionString;
        start.Environment.Remove("AuthServer__Database");

        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }

    private static Task<IReadOnlyList<string>> ReadAsync(TestDatabase database, string query) => database.ReadAsync(query, row => row.GetString(0));
}
