using System.Diagnostics;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Configuration;

/// <summary>The real program, as an operator starts it.</summary>
public sealed class RefusedStartTests
{
    [Theory]
    [InlineData("ConnectionStrings:AuthServer", "AuthServer__Issuer=https://login.example.com")]
    [InlineData("AuthServer:MasterKeyFile", "AuthServer__Issuer=https://login.example.com", "ConnectionStrings__AuthServer=Host=192.0.2.1")]
    [InlineData("AuthServer:Issuer", "AuthServer__Issuer=http://login.example.com", "ConnectionStrings__AuthServer=Host=192.0.2.1")]
    [InlineData(
        "AuthServer:Users", "AuthServer__Issuer=https://login.example.com", "AuthServer__Users__0__UserName=alice", "ConnectionStrings__AuthServer=Host=192.0.2.1")]
    public async Task A_start_in_production_with_something_missing_or_dangerous_names_the_key_and_exits_with_1(string key, params string[] environment)
    {
        var folder = Directory.CreateTempSubdirectory("authserver-start-");
        var start = new ProcessStartInfo("dotnet", [typeof(HostMarker).Assembly.Location, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder.FullName,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var setting in environment.Select(pair => pair.Split('=', 2)))
        {
            start.Environment[setting[0]] = setting[1];
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(patience.Token);
        (await error).Should().StartWith("AuthServer cannot start.").And.Contain(key).And.NotContain("   at ", "no stack trace helps an operator");
        process.ExitCode.Should().Be(1, await output);
        folder.Delete(recursive: true);
    }
}
