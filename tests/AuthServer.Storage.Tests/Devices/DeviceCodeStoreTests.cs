using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.Devices;

/// <summary>The contract, proven on PostgreSQL and on the reference implementation.</summary>
public static class DeviceCodeStoreTests
{
    public sealed class OnPostgreSql(PostgreSqlStorage storage) : DeviceCodeContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class InMemory(InMemoryStorage storage) : DeviceCodeContract(storage), IClassFixture<InMemoryStorage>;
}
