using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.SignIns;

/// <summary>The contract, proven on the reference implementation.</summary>
public static class InMemorySignInStoreTests
{
    public sealed class Keeping(InMemoryStorage storage) : SignInContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class Ending(InMemoryStorage storage) : EndSignInContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class Racing(InMemoryStorage storage) : SignInRaceContract(storage), IClassFixture<InMemoryStorage>;
}
