using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace AuthServer.Protocol.Tests.Interop;

/// <summary>Another JOSE implementation, run as a process of its own that takes one request and gives one answer.</summary>
public sealed record Peer(string Name, string Program, string Script)
{
    private const string Remedy = "`./dev test` installs it.";

    public static Peer Jose { get; } = new("jose", "node", "jose-peer.mjs");

    // Debian's own Python, because another one may come first in PATH and not see Debian's packages.
    public static Peer Jwcrypto { get; } = new("jwcrypto", "/usr/bin/python3", "jwcrypto-peer.py");

    public static Peer Find(string name) => name == Jose.Name ? Jose : Jwcrypto;

    public async Task<JsonNode> AskAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var folder = InteropFolder();
        if (this == Jose && !Directory.Exists(Path.Combine(folder, "node_modules", "jose")))
        {
            throw new InvalidOperationException($"The npm package \"jose\" is not installed in tests/interop; {Remedy}");
        }

        using var process = Start(folder);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await using (var input = new StreamWriter(process.StandardInput.BaseStream, new UTF8Encoding(false)))
        {
            await input.WriteAsync(request.ToJsonString());
        }

        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode == 0)
        {
            return JsonNode.Parse(await output)!;
        }

        var trouble = await errors;
        throw new InvalidOperationException(trouble.Contains("No module named", StringComparison.Ordinal)
            ? $"Debian's package python3-jwcrypto is not installed; {Remedy}"
            : $"{Name} refused the request:\n{trouble}");
    }

    private Process Start(string folder)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(Program, Script)
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"{Program}, which runs the interoperability peer {Name}, is not installed; {Remedy}");
        }
    }

    private static string InteropFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AuthServer.sln")))
            {
                return Path.Combine(folder.FullName, "tests", "interop");
            }
        }

        throw new InvalidOperationException("The tests run outside the checkout: no AuthServer.sln above them.");
    }
}
