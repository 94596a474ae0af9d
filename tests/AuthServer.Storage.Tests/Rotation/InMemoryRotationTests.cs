using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.Rotation;

/// <summary>Rotation over the reference implementation.</summary>
public static class InMemoryRotationTests
{
    public sealed class PresentedToken(InMemoryStorage storage) : PresentedTokenContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class Concurrent(InMemoryStorage storage) : ConcurrentRotationContract(storage), IClassFixture<InMemoryStorage>;

    public sealed class Failure(InMemoryStorage storage) : FailureContract(storage), IClassFixture<InMemoryStorage>;
}
