using System.Diagnostics;
using AuthServer.Commands;
using AuthServer.Tests.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace AuthServer.Tests.Commands;

/// <summary>The host's program as it is typed with a command, where no terminal is.</summary>
internal sealed record TypedCommand(string? ConnectionString, string MasterKey)
{
    private static readonly string[] ForeignSettings = ["AuthServer__", "ConnectionStrings__", "ASPNETCORE_", "DOTNET_ENVIRONMENT", "Serilog__"];

    /// <summary>What is written to its standard input.</summary>
    public string Input { get; init; } = "";

    /// <summary>In this process, in a host of its own that is built as the program builds it: a second where a process takes several.</summary>
    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        using var input = new StringReader(Input);
        using var answer = new StringWriter();
        using var aside = new StringWriter();
        var terminal = new Terminal(input, answer, aside, IsInputPerson: false, IsAsidePerson: false);
        var exit = await Task.Run(() => CommandLine.Read(arguments)!.RunAsync(terminal, MakeBuilder));
        return new CommandResult(exit, answer.ToString(), aside.ToString());
    }

    /// <summary>In a process of its own.</summary>
    public async Task<CommandResult> RunProcessAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.BuiltHost("AuthServer"), .. arguments])
        {
            WorkingDirectory = Checkout.ProjectFolder("AuthServer"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => ForeignSettings.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = Environments.Production;
        foreach (var (name, value) in Settings.Where(setting => setting.Value is not null))
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(Input);
        process.StandardInput.Close();
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new CommandResult(process.ExitCode, output[0], output[1]);
    }

    private Dictionary<string, string?> Settings => new()
    {
        ["AuthServer:Issuer"] = "https://login.example.com",
        ["AuthServer:MasterKey"] = MasterKey,
        ["ConnectionStrings:AuthServer"] = ConnectionString,
    };

    private WebApplicationBuilder MakeBuilder()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = Environments.Production,
            ContentRootPath = Checkout.ProjectFolder("AuthServer"),
        });
        builder.Configuration.AddInMemoryCollection(Settings);
        return builder;
    }
}
