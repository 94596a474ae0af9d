using System.Diagnostics;

namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>What a finished program said.</summary>
internal sealed record CommandResult(int ExitCode, string Output)
{
    public void ThrowIfFailed(string what)
    {
        if (ExitCode != 0)
        {
            throw new InvalidOperationException($"{what}: {Output.Trim()}");
        }
    }
}

internal static class CommandExtensions
{
    /// <summary>Runs a program to its end; a cancelled wait ends the program.</summary>
    public static async Task<CommandResult> RunAsync(this ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            // Both are read at once: a program that fills one pipe while we wait on the other would never end.
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await Task.WhenAll(output, errors, process.WaitForExitAsync(cancellationToken));
            return new CommandResult(process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
