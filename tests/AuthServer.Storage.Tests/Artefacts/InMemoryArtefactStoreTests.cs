using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.Artefacts;

/// <summary>The contract, proven on the reference implementation.</summary>
public sealed class InMemoryArtefactStoreTests(InMemoryStorage storage) : ArtefactContract(storage), IClassFixture<InMemoryStorage>;
