using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.SignIns;

/// <summary>The contract, proven on PostgreSQL.</summary>
public static class PostgreSqlSignInStoreTests
{
    public sealed class Keeping(PostgreSqlStorage storage) : SignInContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class Ending(PostgreSqlStorage storage) : EndSignInContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class Racing(PostgreSqlStorage storage) : SignInRaceContract(storage), IClassFixture<PostgreSqlStorage>;
}
