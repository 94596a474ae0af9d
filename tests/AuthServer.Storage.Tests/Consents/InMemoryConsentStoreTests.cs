using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.Consents;

/// <summary>The contract, proven on the reference implementation.</summary>
public sealed class InMemoryConsentStoreTests(InMemoryStorage storage) : ConsentContract(storage), IClassFixture<InMemoryStorage>;
