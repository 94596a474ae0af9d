using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.Artefacts;

/// <summary>The contract, proven on PostgreSQL.</summary>
public sealed class PostgreSqlArtefactStoreTests(PostgreSqlStorage storage) : ArtefactContract(storage), IClassFixture<PostgreSqlStorage>;
