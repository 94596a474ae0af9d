using System.CommandLine;

namespace AuthServer.Commands;

/// <summary>How the commands are put together.</summary>
internal static class CommandTree
{
    /// <summary>A command with what it does and how it is typed.</summary>
    public static Command With(string name, string description, string[] examples, params Symbol[] parts)
    {
        var command = new Command(name, examples.Length == 0 ? description : $"{description}\n\nExamples:\n{string.Join('\n', examples.Select(example => $"  dotnet AuthServer.dll {example}"))}");
        foreach (var part in parts)
        {
            switch (part)
            {
                case Option option:
                    command.Add(option);
                    break;
                case Argument argument:
                    command.Add(argument);
                    break;
                case Command inner:
                    command.Add(inner);
                    break;
            }
        }

        return command;
    }

    /// <summary>What the command does, once the host is at hand.</summary>
    /// <param name="command">The command.</param>
    /// <param name="run">What it does.</param>
    /// <param name="needsMasterKey">False for what has to work before there is anything that the key could be proven by.</param>
    public static Command Runs(this Command command, Func<CommandContext, CancellationToken, Task<int>> run, bool needsMasterKey = true)
    {
        command.Action = new HostedAction(run, needsMasterKey);
        return command;
    }
}
