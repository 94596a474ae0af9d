using System.Collections.Concurrent;
using System.CommandLine;
using System.CommandLine.Parsing;
using AuthServer.Commands;
using AuthServer.Core.Keys;
using FluentAssertions;
using FluentAssertions.Execution;
using Xunit;

namespace AuthServer.Tests.Commands;

/// <summary>Who may give commands: whoever has the servers' settings. Asked of every command that there is, as its own help shows how it is typed.</summary>
public sealed class CommandAccessTests(CommandServer server) : IClassFixture<CommandServer>
{
    private const string Example = "  dotnet AuthServer.dll ";

    [Fact]
    public async Task Without_the_connection_string_nothing_is_done()
    {
        var bare = server.Command with { ConnectionString = null };
        foreach (var (typed, result) in await AskAllAsync(bare, await TypedAsync()))
        {
            result.ExitCode.Should().Be(ExitCodes.Refused, typed);
            result.Output.Should().BeEmpty(typed);
            result.Aside.Should().Contain("ConnectionStrings:AuthServer is not set", typed);
        }
    }

    [Fact]
    public async Task With_another_master_key_nothing_is_done()
    {
        var typed = await TypedAsync();
        var before = await server.EverythingAsync();

        var other = server.Command with { MasterKey = MasterKeyText.NewFirstKey() };
        var results = await AskAllAsync(other, typed.Where(command => command != "migrate"));

        using (new AssertionScope())
        {
            foreach (var (command, result) in results)
            {
                result.ExitCode.Should().Be(ExitCodes.Refused, command);
                result.Output.Should().BeEmpty(command);
                result.Aside.Trim().Should().Contain("master key that this command does not have", command).And.NotContain("\n");
            }
        }

        (await server.EverythingAsync()).Should().Be(before);
    }

    [Fact]
    public async Task The_schema_alone_is_brought_up_to_date_with_any_master_key_and_nothing_else()
    {
        var before = await server.EverythingAsync();

        var migrated = await (server.Command with { MasterKey = MasterKeyText.NewFirstKey() }).RunAsync("migrate");

        migrated.ExitCode.Should().Be(ExitCodes.Done, migrated.Aside);
        (await server.EverythingAsync()).Should().Be(before);
    }

    /// <summary>Each command as its first example shows it, about what exists here, and confirmed.</summary>
    private async Task<IReadOnlyList<string>> TypedAsync()
    {
        var user = await server.Host.CreateUserAsync();
        var session = (await server.SignInAsync(user)).SessionId;
        var typed = Leaves(CommandLine.Root()).Select(command => command.Description!.Split('\n').First(line => line.StartsWith(Example, StringComparison.Ordinal))[Example.Length..]
            .Replace("alice@example.com", user.UserName, StringComparison.Ordinal)
            .Replace("01939c0f-9f9a-7cc3-8a6e-2f4a1f0e6a11", session.ToString(), StringComparison.Ordinal)
            .Replace(" --dry-run", "", StringComparison.Ordinal)
            + (command.Options.Any(option => option.Name == "--yes") ? " --yes" : "")).ToList();
        typed.Should().HaveCountGreaterThan(20).And.OnlyContain(command => CommandLine.Root().Parse(command).Errors.Count == 0);
        return typed;
    }

    private static async Task<IReadOnlyDictionary<string, CommandResult>> AskAllAsync(TypedCommand process, IEnumerable<string> typed)
    {
        var results = new ConcurrentDictionary<string, CommandResult>();
        await Parallel.ForEachAsync(typed, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (command, _) =>
            results[command] = await process.RunAsync([.. CommandLineParser.SplitCommandLine(command)]));
        return results;
    }

    private static IEnumerable<Command> Leaves(Command command) => command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);
}
