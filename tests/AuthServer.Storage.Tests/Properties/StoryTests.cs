using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.Properties;

/// <summary>Many stories in memory, and as many on PostgreSQL as a test run has time for.</summary>
public static class StoryTests
{
    public sealed class InMemory(InMemoryStorage storage) : StoryContract(storage, stories: 1_000), IClassFixture<InMemoryStorage>;

    public sealed class PostgreSql(PostgreSqlStorage storage) : StoryContract(storage, stories: 60), IClassFixture<PostgreSqlStorage>;
}
