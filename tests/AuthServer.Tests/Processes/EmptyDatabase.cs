using AuthServer.Testing.PostgreSql;

namespace AuthServer.Tests.Processes;

/// <summary>A database as an operator first hands it over: without a table.</summary>
internal static class EmptyDatabase
{
    public static async Task<TestDatabase> CreateAsync(PostgreSqlFixture postgreSql)
    {
        var database = await postgreSql.CreateDatabaseAsync();
        await database.ExecuteAsync("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        return database;
    }
}
