using System.Diagnostics;

namespace AuthServer.Tests.Configuration;

/// <summary>What the real program said and how it ended, started in a folder without settings.</summary>
public sealed record RefusedStart(int ExitCode, string Error)
{
    /// <param name="settings">Environment variables, <c>name=value</c>.</param>
    public static async Task<RefusedStart> OfAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("authserver-start-");
        var start = new ProcessStartInfo("dotnet", [typeof(HostMarker).Assembly.Location, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder.FullName,
        };
        foreach (var setting in settings.Select(pair => pair.Split('=', 2)))
        {
            start.Environment[setting[0]] = setting[1];
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"It started: {await output}");
        }

        folder.Delete(recursive: true);
        return new RefusedStart(process.ExitCode, await error);
    }
}
