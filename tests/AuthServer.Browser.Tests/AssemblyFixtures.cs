using AuthServer.Testing.Chromium;
using AuthServer.Testing.PostgreSql;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgreSqlFixture))]
[assembly: AssemblyFixture(typeof(ChromiumFixture))]
