using System.Text.Json;

namespace AuthServer.Tests.Commands;

/// <summary>What a command has left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Aside)
{
    /// <summary>The one document on the standard output.</summary>
    public JsonElement Json => JsonElement.Parse(Output);

    /// <summary>One document on each line.</summary>
    public IReadOnlyList<JsonElement> Lines => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
}
