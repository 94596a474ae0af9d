using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.Incidents;

public static class IncidentTests
{
    public sealed class InMemory(InMemoryStorage storage) : IncidentContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class OnPostgreSql(PostgreSqlStorage storage) : IncidentContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class ReachInMemory(InMemoryStorage storage) : IncidentReachContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class ReachOnPostgreSql(PostgreSqlStorage storage) : IncidentReachContract(storage), IClassFixture<PostgreSqlStorage>;
}
