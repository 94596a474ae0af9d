using System.CommandLine;
using System.Data.Common;
using System.Security.Cryptography;
using AuthServer.Configuration;
using AuthServer.Core.Sessions;
using AuthServer.Hosting;

namespace AuthServer.Commands;

/// <summary>
/// The commands of the host; without one it serves. A command works beside running servers, over their database, and listens nowhere.
/// Its answer alone goes to the standard output.
/// </summary>
internal sealed class CommandLine
{
    private readonly ParseResult _parsed;

    private CommandLine(ParseResult parsed) => _parsed = parsed;

    /// <summary>Null when the arguments are settings of the server, which is to serve.</summary>
    public static CommandLine? Read(string[] args) =>
        args is [var first, ..] && (first is "-h" or "--help" or "-?" or "--version" || !first.StartsWith('-')) ? new CommandLine(Root().Parse(args)) : null;

    /// <summary>Carries it out, in a host that is built of <paramref name="makeBuilder"/>'s settings unless there is nothing to do but to write help or a mistake.</summary>
    public async Task<int> RunAsync(Terminal terminal, Func<WebApplicationBuilder> makeBuilder)
    {
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = terminal.Answer, Error = terminal.Aside };
        if (_parsed.Errors.Count > 0 || _parsed.Action is not HostedAction action)
        {
            var exit = await _parsed.InvokeAsync(invocation);
            return _parsed.Errors.Count > 0 ? ExitCodes.WrongUsage : exit;
        }

        try
        {
            var builder = makeBuilder();
            await using var database = await builder.AddAuthServerAsync(isCommand: true);
            await using var app = builder.Build();
            action.Host = (app.Services, terminal);
            return await _parsed.InvokeAsync(invocation);
        }
        catch (Exception exception) when (InOneSentence(exception) is { } sentence)
        {
            await terminal.Aside.WriteLineAsync(sentence);
            return ExitCodes.Refused;
        }
    }

    internal static RootCommand Root() => new("AuthServer: without a command, serves; settings come from appsettings.json, the environment and --Key=value.\n\n"
        + "Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 not found, 4 not confirmed.")
    {
        SharedOptions.Json,
        MigrateCommand.Make(),
        SeedCommand.Make(),
        ClientCommands.Make(),
        ScopeCommands.Make(),
        UserCommands.Make(),
        SessionCommands.Make(),
        ExplainCommand.Make(),
        KeyCommands.Make(),
        AuditCommand.Make(),
    };

    /// <summary>What an operator can mend is told in one sentence; null for a bug.</summary>
    private static string? InOneSentence(Exception exception)
    {
        var each = exception;
        while (each is not null)
        {
            switch (each)
            {
                case CryptographicException:
                    return "What is kept in the database is encrypted under a master key that this command does not have. Give it the servers' own (AuthServer:MasterKeyFile).";
                case DbException database:
                    return $"ConnectionStrings:AuthServer: the database does not serve: {FirstLine(database.Message)}";
                case StoreUnavailableException { InnerException: null } or TimeoutException:
                    return "ConnectionStrings:AuthServer: the database does not answer.";
                case StartRefusedException or Microsoft.Extensions.Options.OptionsValidationException:
                    return each.Message;
            }

            each = each.InnerException;
        }

        return null;
    }

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();
}
