using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.Rotation;

/// <summary>Rotation over PostgreSQL.</summary>
public static class PostgreSqlRotationTests
{
    public sealed class PresentedToken(PostgreSqlStorage storage) : PresentedTokenContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class Concurrent(PostgreSqlStorage storage) : ConcurrentRotationContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class Failure(PostgreSqlStorage storage) : FailureContract(storage), IClassFixture<PostgreSqlStorage>;
}
