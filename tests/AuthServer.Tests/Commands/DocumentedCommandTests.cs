using System.Text.RegularExpressions;
using AuthServer.AdminApi;
using AuthServer.Tests.AdminApi;
using AuthServer.Tests.Processes;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Commands;

/// <summary>The page on administration: that what it shows is there.</summary>
public sealed partial class DocumentedCommandTests(AdminServer server) : IClassFixture<AdminServer>
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "administration.md"));

    [Fact]
    public void Every_command_that_it_shows_can_be_typed()
    {
        var commands = Command().Matches(Page).Select(match => match.Groups[1].Value).Where(command => !command.StartsWith('<')).ToList();

        commands.Should().HaveCountGreaterThan(20);
        foreach (var command in commands)
        {
            AuthServer.Commands.CommandLine.Root().Parse(command).Errors.Should().BeEmpty(command);
        }
    }

    [Fact]
    public void Every_address_that_it_calls_is_a_route()
    {
        var routes = AdminRoutes.All(server.Host).Select(route => PlaceOf(route.Pattern)).ToHashSet();
        var called = Address().Matches(Page).Select(match => match.Value).ToList();

        called.Should().HaveCountGreaterThan(5);
        called.Select(PlaceOf).Should().OnlyContain(address => routes.Contains(address));
    }

    [Fact]
    public async Task The_orders_that_it_sends_are_understood()
    {
        var bodies = Body().Matches(Page).Select(match => match.Groups[1].Value).Where(body => body.Contains("\"filter\"")).ToList();

        bodies.Should().HaveCount(2);
        foreach (var body in bodies)
        {
            (await server.Admin.PostAsync("/incidents", body)).Status.Should().BeInRange(200, 202);
        }
    }

    private static string PlaceOf(string address) => string.Join('/', address.Split('/').Select(segment => segment.StartsWith('{') || segment.StartsWith('$') ? "*" : segment));

    [GeneratedRegex(@"^dotnet AuthServer\.dll ([^<\n]+)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"(?<=https://login\.example\.com)" + AdminApiPaths.Root + @"[^\s""'?]*")]
    private static partial Regex Address();

    [GeneratedRegex("-d '([^']+)'")]
    private static partial Regex Body();
}
