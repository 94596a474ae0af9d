using System.Diagnostics;
using AuthServer.Tests.Processes;

namespace AuthServer.Tests.Commands;

/// <summary>The host's program as it is typed with a command: a process of its own, whose input is no terminal.</summary>
internal sealed record CommandProcess(string? ConnectionString, string MasterKey)
{
    private static readonly string[] ForeignSettings = ["AuthServer__", "ConnectionStrings__", "ASPNETCORE_", "DOTNET_ENVIRONMENT", "Serilog__"];

    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>What is written to its standard input.</summary>
    public string Input { get; init; } = "";

    public async Task<CommandResult> RunAsync(params string[] arguments)
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

        // It lives for a moment: what it compiles for the long run would be wasted.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["AuthServer__Issuer"] = "https://login.example.com";
        start.Environment["AuthServer__MasterKey"] = MasterKey;
        if (ConnectionString is not null)
        {
            start.Environment["ConnectionStrings__AuthServer"] = ConnectionString;
        }

        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(Input);
        process.StandardInput.Close();
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new CommandResult(process.ExitCode, output[0], output[1]);
    }
}
