using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.Logout;

/// <summary>The contract, proven on PostgreSQL and on the reference implementation.</summary>
public static class LogoutDeliveryTests
{
    public sealed class OnPostgreSql(PostgreSqlStorage storage) : LogoutDeliveryContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class InMemory(InMemoryStorage storage) : LogoutDeliveryContract(storage), IClassFixture<InMemoryStorage>;
}
