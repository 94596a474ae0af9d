using System.Text.RegularExpressions;
using AuthServer.Client.SignIns;
using AuthServer.Client.Tokens;
using AuthServer.Tests.Processes;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Client.Tests.Documentation;

/// <summary>The examples of the README, line for line, so that they compile; a line that stands there and not here fails.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Every_line_of_the_examples_stands_in_this_file_and_so_compiles()
    {
        var source = Lines(File.ReadAllText(Path.Combine(Checkout.Root, "tests/AuthServer.Client.Tests/Documentation/ReadmeTests.cs"))).ToHashSet(StringComparer.Ordinal);
        var readme = File.ReadAllText(Path.Combine(Checkout.Root, "src/AuthServer.Client/README.md"));

        var examples = Example().Matches(readme).SelectMany(match => Lines(match.Groups[1].Value)).ToList();

        examples.Should().HaveCountGreaterThan(10);
        examples.Where(line => !source.Contains(line)).Should().BeEmpty();
    }

    [Fact]
    public void The_first_call_takes_fewer_than_ten_lines() =>
        Lines(Example().Match(File.ReadAllText(Path.Combine(Checkout.Root, "src/AuthServer.Client/README.md"))).Groups[1].Value).Should().HaveCountLessThan(10);

#pragma warning disable CA2234, CS1998, IDE0011, IDE0051 // Compiled, and written as one writes in a README.
    private static async Task FirstCall()
    {
        var services = new ServiceCollection();
        services.AddAuthServerClient(o => { o.Issuer = "https://auth.example.com"; o.ClientId = "notes-cli"; o.TokenFile = "/home/alice/.notes/tokens"; });
        services.AddHttpClient("notes", http => http.BaseAddress = new Uri("https://api.example.com")).AddAuthServerTokens();
        await using var provider = services.BuildServiceProvider();

        var session = provider.GetRequiredService<TokenSession>();
        if (!await session.IsSignedInAsync()) await provider.GetRequiredService<AuthServerSignIn>().WithBrowserAsync();
        var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient("notes");
        Console.WriteLine(await http.GetStringAsync("/api/me"));

        session.Ended += (_, end) => Console.WriteLine($"Please sign in again: {end.Reason}");
    }

    private static void Daemon(ServiceCollection services, string secret)
    {
        services.AddAuthServerClient(o =>
        {
            o.Issuer = "https://auth.example.com";
            o.ClientId = "nightly-export";
            o.ClientSecret = secret;
            o.UseClientCredentials = true;
        });
        services.AddHttpClient<ExportJob>(http => http.BaseAddress = new Uri("https://api.example.com")).AddAuthServerTokens();
    }
#pragma warning restore CA2234, CS1998, IDE0011, IDE0051

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

#pragma warning disable CA1812 // Created by the container.
    private sealed class ExportJob(HttpClient http)
    {
        public HttpClient Http { get; } = http;
    }
#pragma warning restore CA1812
}
