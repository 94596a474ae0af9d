using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.Replay;

/// <summary>The contract, proven on PostgreSQL and on the reference implementation.</summary>
public static class ReplayStoreTests
{
    public sealed class OnPostgreSql(PostgreSqlStorage storage) : ReplayStoreContract(storage), IClassFixture<PostgreSqlStorage>
    {
        protected override DateTimeOffset Now => DateTimeOffset.UtcNow;

        protected override Task PassAsync(TimeSpan time) => Task.Delay(time);
    }

    public sealed class InMemory(InMemoryStorage storage) : ReplayStoreContract(storage), IClassFixture<InMemoryStorage>
    {
        protected override DateTimeOffset Now => storage.Clock.GetUtcNow();

        protected override Task PassAsync(TimeSpan time) => storage.AdvanceAsync(time);
    }
}
