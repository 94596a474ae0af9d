using System.Diagnostics;

namespace AuthServer.Client.Tests.Processes;

/// <summary>A process of an application, and what it said at its end.</summary>
internal sealed class Worker : IDisposable
{
    private const string Project = "AuthServer.Client.Worker";
    private static readonly DirectoryInfo Output = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    private readonly Process _process;

    public Worker(params string[] arguments)
    {
        // The tests' own output lacks what the web framework brings, and this process has none.
        var assembly = Path.Combine(TestsFolder(), Project, "bin", Output.Parent!.Name, Output.Name, Project + ".dll");
        _process = Process.Start(new ProcessStartInfo("dotnet", [assembly, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync();

    public async Task<WorkerReport> ReportAsync()
    {
        var errors = _process.StandardError.ReadToEndAsync();
        var output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode == 0 ? WorkerReport.Parse(output) : throw new InvalidOperationException(await errors);
    }

    /// <summary>What <c>kill -9</c> does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static string TestsFolder()
    {
        for (var folder = Output; folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, Project)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{Project} lies in no folder above the tests.");
    }
}
