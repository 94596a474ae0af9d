using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.Housekeeping;

/// <summary>The contract, proven on the reference implementation and on PostgreSQL.</summary>
public static class SessionExpiryTests
{
    public sealed class InMemory(InMemoryStorage storage) : SessionExpiryContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class OnPostgreSql(PostgreSqlStorage storage) : SessionExpiryContract(storage), IClassFixture<PostgreSqlStorage>;
}
