using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Conventions;

/// <summary>Everything that ends something goes one way, where it is counted, logged and told to clients; read from the sources, so that the host is seen too.</summary>
public sealed partial class EndingTests
{
    private const string TheOneWay = "src/AuthServer.Core/Sessions/SessionEnding.cs";

    [Fact]
    public void Only_one_class_asks_a_store_to_end_something() => Callers().Should().Equal(TheOneWay);

    /// <summary>Files in which something that is declared as a store, or asked of a container, is told to end something.</summary>
    private static IEnumerable<string> Callers() => Solution.Sources("src").Where(file =>
    {
        var text = Solution.Text(file);
        return Direct().IsMatch(text)
            || Store().Matches(text).Select(match => match.Groups["name"].Value).Distinct()
                .Any(name => Regex.IsMatch(text, $@"(?<![\w.]){Regex.Escape(name)}\s*\.\s*End\w*Async\("));
    });

    [GeneratedRegex(@"\bI(SessionStore|SessionEnds|SignInStore|SessionExpiry|IncidentStore)\s+(?<name>\w+)")]
    private static partial Regex Store();

    [GeneratedRegex(@"\bI(SessionStore|SessionEnds|SignInStore|SessionExpiry|IncidentStore)>\(\)\s*\.\s*End\w*Async\(")]
    private static partial Regex Direct();
}
