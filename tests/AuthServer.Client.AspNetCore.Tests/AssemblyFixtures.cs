using AuthServer.Testing.PostgreSql;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgreSqlFixture))]
