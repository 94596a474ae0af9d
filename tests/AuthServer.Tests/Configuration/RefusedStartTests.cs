using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Configuration;

/// <summary>The real program, as an operator starts it.</summary>
public sealed class RefusedStartTests
{
    private const string Issuer = "AuthServer__Issuer=https://login.example.com";

    // Nothing listens there: whatever is refused is refused before the database is asked, or because of it.
    private const string Database = "ConnectionStrings__AuthServer=Host=127.0.0.1;Port=1;Username=nobody;Password=canary";

    private const string MasterKey = "AuthServer__MasterKey=1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    [Theory]
    [InlineData("ConnectionStrings:AuthServer", Issuer)]
    [InlineData("AuthServer:MasterKeyFile", Issuer, Database)]
    [InlineData("AuthServer:Issuer", "AuthServer__Issuer=http://login.example.com", Database)]
    [InlineData("ConnectionStrings:AuthServer", Issuer, Database, MasterKey)]
    [InlineData("AuthServer:Users", Issuer, "AuthServer__Users__0__UserName=alice", Database)]
    public async Task A_start_in_production_with_something_missing_or_dangerous_names_the_key_and_exits_with_1(string key, params string[] settings)
    {
        var start = await RefusedStart.OfAsync([.. settings, "ASPNETCORE_ENVIRONMENT=Production"]);
        start.ExitCode.Should().Be(1);
        start.Error.Should().StartWith("AuthServer cannot start.").And.Contain(key).And.NotContain("canary")
            .And.NotContain("   at ", "no stack trace helps an operator");
    }
}
