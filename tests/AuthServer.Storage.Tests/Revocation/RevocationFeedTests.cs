using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.Revocation;

/// <summary>The contract, proven on PostgreSQL and on the reference implementation.</summary>
public static class RevocationFeedTests
{
    public sealed class OnPostgreSql(PostgreSqlStorage storage) : RevocationFeedContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class InMemory(InMemoryStorage storage) : RevocationFeedContract(storage), IClassFixture<InMemoryStorage>;
}
