using System.CommandLine;
using System.Security.Cryptography;
using AuthServer.AdminApi;
using AuthServer.Administration;
using AuthServer.Core.Audit;
using AuthServer.Core.Keys;
using AuthServer.Core.Sessions;

namespace AuthServer.Commands;

/// <summary>What a command works with: what was typed, the services of the host, and where its words go.</summary>
internal sealed class CommandContext(ParseResult typed, IServiceProvider services, Terminal terminal)
{
    public ParseResult Typed => typed;

    public Terminal Terminal => terminal;

    public CommandOutput Output { get; } = new(typed.GetValue(SharedOptions.Json), terminal.Answer, terminal.Aside);

    /// <summary>Whoever runs the command, by the account of the operating system.</summary>
    public Administrator Operator { get; } = new(Actors.Operator(Environment.UserName), Caller.Unknown);

    public string? Note => typed.GetValue(SharedOptions.Note) ?? typed.GetValue(SharedOptions.Reason);

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>The exit of an order: the answer to one that was done is written by <paramref name="done"/>.</summary>
    public int Exit<T>(Outcome<T> outcome, string what, Action<T> done)
    {
        switch (outcome)
        {
            case Outcome<T>.Done { Value: var value }:
                done(value);
                return ExitCodes.Done;
            case Outcome<T>.Refused { Reasons: var reasons }:
                foreach (var reason in reasons)
                {
                    Output.Complain(reason);
                }

                return ExitCodes.Refused;
            default:
                return NotFound(what);
        }
    }

    public int NotFound(string what)
    {
        Output.Complain($"There is no such {what}.");
        return ExitCodes.NotFound;
    }

    /// <summary>
    /// Settings with another master key are not the servers': whoever has no more than those does and sees nothing, and an order for one deployment is not carried
    /// out on another. A database without keys has no servers yet.
    /// </summary>
    /// <exception cref="CryptographicException">The newest signing key is encrypted under a master key that is not at hand.</exception>
    public async Task ProveMasterKeyAsync(CancellationToken cancellationToken)
    {
        var keys = await Get<ISigningKeyStore>().ListAsync(cancellationToken);
        if (keys.MaxBy(key => key.SignsFrom) is { } newest)
        {
            CryptographicOperations.ZeroMemory(Get<IPrivateKeyProtector>().Unprotect(newest.ProtectedPrivateKey));
        }
    }

    /// <summary>What this command protects must be readable for the servers, so it needs their master key.</summary>
    public Task RequireMasterKeyAsync(CancellationToken cancellationToken) => Get<SigningKeyRing>().RefreshAsync(cancellationToken);

    /// <summary>The same mistakes that the API refuses, by the names that the command has for them.</summary>
    public int WrongUsage(MemberErrors errors)
    {
        foreach (var (member, sentences) in errors.ToDictionary())
        {
            Output.Complain($"{member}: {string.Join(' ', sentences)}");
        }

        return ExitCodes.WrongUsage;
    }

    /// <summary>Whether to go on: asked on the terminal, on the standard error, unless --yes was typed.</summary>
    public bool Confirm(string question)
    {
        if (typed.GetValue(SharedOptions.Yes))
        {
            return true;
        }

        if (!terminal.IsInputPerson)
        {
            Output.Complain($"{question} Nobody can be asked here: add --yes.");
            return false;
        }

        terminal.Aside.Write($"{question} [y/N] ");
        if (terminal.Input.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES")
        {
            return true;
        }

        Output.Complain("Nothing was changed.");
        return false;
    }
}
