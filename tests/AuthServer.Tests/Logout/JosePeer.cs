using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using AuthServer.Tests.Processes;

namespace AuthServer.Tests.Logout;

/// <summary>Another implementation of JOSE, the npm package of that name, as it reads our tokens.</summary>
internal static class JosePeer
{
    /// <summary>The header and claims of a token of ours, when that implementation finds it sound.</summary>
    public static async Task<(JsonNode Header, JsonNode Claims)> VerifyAsync(string token, string algorithm, string typ, string keySet)
    {
        var request = new JsonObject { ["do"] = "verify", ["alg"] = algorithm, ["typ"] = typ, ["token"] = token, ["jwks"] = JsonNode.Parse(keySet) };
        using var process = Process.Start(new ProcessStartInfo("node", "jose-peer.mjs")
        {
            WorkingDirectory = Path.Combine(Checkout.Root, "tests", "interop"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await using (var input = new StreamWriter(process.StandardInput.BaseStream, new UTF8Encoding(false)))
        {
            await input.WriteAsync(request.ToJsonString());
        }

        await process.WaitForExitAsync();
        return process.ExitCode == 0 && JsonNode.Parse(await output) is { } answer
            ? (answer["header"]!, answer["claims"]!)
            : throw new InvalidOperationException($"jose refused the token (`./dev test` installs it): {await errors}");
    }
}
