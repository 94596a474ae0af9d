using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>The contract, proven on PostgreSQL.</summary>
public static class PostgreSqlSessionStoreTests
{
    public sealed class Creating(PostgreSqlStorage storage) : CreateContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class CreatingUnderSignIn(PostgreSqlStorage storage) : CreateUnderSignInContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class Spending(PostgreSqlStorage storage) : SpendContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class Rotating(PostgreSqlStorage storage) : RotateContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class Keeping(PostgreSqlStorage storage) : KeepContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class Retrying(PostgreSqlStorage storage) : RetryContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class RetryStreak(PostgreSqlStorage storage) : RetryStreakContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class Ending(PostgreSqlStorage storage) : EndContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class EndingAllOfUser(PostgreSqlStorage storage) : EndAllOfUserContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class EndingAllButOne(PostgreSqlStorage storage) : EndAllButOneContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class EndingAtClient(PostgreSqlStorage storage) : EndOfUserAtClientContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class EndingAllOfClient(PostgreSqlStorage storage) : EndAllOfClientContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class EndingMany(PostgreSqlStorage storage) : EndManyContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class Telling(PostgreSqlStorage storage) : LogoutMessageContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class Racing(PostgreSqlStorage storage) : RaceContract(storage), IClassFixture<PostgreSqlStorage>;

    public sealed class RacingToSpend(PostgreSqlStorage storage) : SpendRaceContract(storage), IClassFixture<PostgreSqlStorage>;
}
