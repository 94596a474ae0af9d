using System.CommandLine;
using System.CommandLine.Invocation;

namespace AuthServer.Commands;

/// <summary>What a command does with the services of the host. Help and mistakes have none, and need neither settings nor a database.</summary>
internal sealed class HostedAction(Func<CommandContext, CancellationToken, Task<int>> run) : AsynchronousCommandLineAction
{
    /// <summary>Set before the action is invoked.</summary>
    public IServiceProvider? Services { private get; set; }

    public override async Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default)
    {
        await using var scope = Services!.CreateAsyncScope();
        var output = new CommandOutput(parseResult.GetValue(SharedOptions.Json), Console.Out, Console.Error);
        return await run(new CommandContext(parseResult, scope.ServiceProvider, output), cancellationToken);
    }
}
