using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Conventions;

/// <summary>What may stand in a log, read from the sources, because attributes of messages do not say where their values come from.</summary>
public sealed partial class LoggingTests
{
    private static readonly string[] Secrets = ["token", "secret", "code", "password", "assertion", "credential", "cookie", "verifier"];

    [Fact]
    public void Every_event_has_a_number_of_its_own()
    {
        var events = Messages().ToList();

        events.Should().NotBeEmpty();
        events.GroupBy(message => message.EventId).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(message => message.File))}")
            .Should().BeEmpty();
    }

    [Fact]
    public void Every_event_has_a_number() =>
        Solution.Sources("src").Sum(file => Attribute().Count(Solution.Text(file))).Should().Be(Messages().Count(), "each is written as number, level, template");

    [Fact]
    public void No_value_in_a_log_is_named_like_a_secret() => Messages()
        .SelectMany(message => Placeholder().Matches(message.Template).Select(match => (message.File, Name: match.Groups[1].Value)))
        .Where(placeholder => Secrets.Any(secret => placeholder.Name.Contains(secret, StringComparison.OrdinalIgnoreCase)))
        .Should().BeEmpty();

    [Fact]
    public void Nothing_is_logged_beside_the_generated_messages() => Solution.Sources("src")
        .Where(file => DirectLogging().IsMatch(Solution.Text(file)))
        .Should().BeEmpty();

    private static IEnumerable<(string File, int EventId, string Template)> Messages() =>
        from file in Solution.Sources("src")
        from match in Message().Matches(Solution.Text(file))
        select (file, int.Parse(match.Groups["id"].Value, System.Globalization.CultureInfo.InvariantCulture), match.Groups["template"].Value);

    [GeneratedRegex(@"\[LoggerMessage\(")]
    private static partial Regex Attribute();

    [GeneratedRegex("""\[LoggerMessage\(\s*(EventId\s*=\s*)?(?<id>\d+),\s*(Level\s*=\s*)?LogLevel\.\w+,\s*(Message\s*=\s*)?(?<template>("[^"]*"\s*\+?\s*)+)""")]
    private static partial Regex Message();

    [GeneratedRegex(@"\{@?\$?(\w+)[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\b[lL]ogger\.Log(Trace|Debug|Information|Warning|Error|Critical)?\(")]
    private static partial Regex DirectLogging();
}
