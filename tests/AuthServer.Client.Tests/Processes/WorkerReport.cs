using System.Globalization;

namespace AuthServer.Client.Tests.Processes;

/// <summary>What one process went through.</summary>
internal sealed record WorkerReport(int Calls, int Ends, IReadOnlyList<string> Failures, IReadOnlyList<string> Tokens)
{
    public static WorkerReport Parse(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).ToLookup(parts => parts[0], parts => parts[1]);
        return new WorkerReport(Number("calls"), Number("ends"), [.. lines["failure"]], [.. lines["token"]]);

        int Number(string name) => int.Parse(lines[name].Single(), CultureInfo.InvariantCulture);
    }
}
