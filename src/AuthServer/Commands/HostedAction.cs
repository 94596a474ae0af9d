using System.CommandLine;
using System.CommandLine.Invocation;

namespace AuthServer.Commands;

/// <summary>What a command does with the services of the host. Help and mistakes have none, and need neither settings nor a database.</summary>
/// <param name="run">What it does.</param>
/// <param name="needsMasterKey">Whether it is for those alone who have the servers' master key.</param>
internal sealed class HostedAction(Func<CommandContext, CancellationToken, Task<int>> run, bool needsMasterKey) : AsynchronousCommandLineAction
{
    /// <summary>Set before the action is invoked.</summary>
    public (IServiceProvider Services, Terminal Terminal) Host { private get; set; }

    public override async Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var context = new CommandContext(parseResult, scope.ServiceProvider, Host.Terminal);
        if (needsMasterKey)
        {
            await context.ProveMasterKeyAsync(cancellationToken);
        }

        return await run(context, cancellationToken);
    }
}
