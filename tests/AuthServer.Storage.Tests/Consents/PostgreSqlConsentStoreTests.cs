using AuthServer.Storage.Tests.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.Consents;

/// <summary>The contract, proven on PostgreSQL.</summary>
public sealed class PostgreSqlConsentStoreTests(PostgreSqlStorage storage) : ConsentContract(storage), IClassFixture<PostgreSqlStorage>;
