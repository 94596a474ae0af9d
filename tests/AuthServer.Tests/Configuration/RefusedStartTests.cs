using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Configuration;

/// <summary>The real program, as an operator starts it.</summary>
public sealed class RefusedStartTests
{
    private const string Issuer = "AuthServer__Issuer=https://login.example.com";
    private const string Database = "ConnectionStrings__AuthServer=Host=192.0.2.1";

    [Theory]
    [InlineData("ConnectionStrings:AuthServer", Issuer)]
    [InlineData("AuthServer:MasterKeyFile", Issuer, Database)]
    [InlineData("AuthServer:Issuer", "AuthServer__Issuer=http://login.example.com", Database)]
    [InlineData("AuthServer:Users", Issuer, "AuthServer__Users__0__UserName=alice", Database)]
    public async Task A_start_in_production_with_something_missing_or_dangerous_names_the_key_and_exits_with_1(string key, params string[] settings)
    {
        var start = await RefusedStart.OfAsync([.. settings, "ASPNETCORE_ENVIRONMENT=Production"]);
        start.ExitCode.Should().Be(1);
        start.Error.Should().StartWith("AuthServer cannot start.").And.Contain(key).And.NotContain("   at ", "no stack trace helps an operator");
    }
}
