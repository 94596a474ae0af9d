using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>The contract, proven on the reference implementation.</summary>
public static class InMemorySessionStoreTests
{
    public sealed class Creating(InMemoryStorage storage) : CreateContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class CreatingUnderSignIn(InMemoryStorage storage) : CreateUnderSignInContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class Spending(InMemoryStorage storage) : SpendContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class Rotating(InMemoryStorage storage) : RotateContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class Keeping(InMemoryStorage storage) : KeepContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class Retrying(InMemoryStorage storage) : RetryContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class RetryStreak(InMemoryStorage storage) : RetryStreakContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class Ending(InMemoryStorage storage) : EndContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class EndingAllOfUser(InMemoryStorage storage) : EndAllOfUserContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class EndingAllButOne(InMemoryStorage storage) : EndAllButOneContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class EndingAtClient(InMemoryStorage storage) : EndOfUserAtClientContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class EndingAllOfClient(InMemoryStorage storage) : EndAllOfClientContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class EndingMany(InMemoryStorage storage) : EndManyContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class Telling(InMemoryStorage storage) : LogoutMessageContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class Racing(InMemoryStorage storage) : RaceContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class RacingToSpend(InMemoryStorage storage) : SpendRaceContract(storage), IClassFixture<InMemoryStorage>;
}
