using System.Text.RegularExpressions;
using AuthServer.Tests.Processes;
using FluentAssertions;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace AuthServer.Client.AspNetCore.Tests.Documentation;

/// <summary>The example of the README, line for line, so that it compiles; a line that stands there and not here fails.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void The_first_call_compiles_and_takes_fewer_than_ten_lines()
    {
        var source = Lines(File.ReadAllText(Path.Combine(Checkout.Root, "tests/AuthServer.Client.AspNetCore.Tests/Documentation/ReadmeTests.cs"))).ToHashSet(StringComparer.Ordinal);

        var example = Lines(Example().Match(File.ReadAllText(Path.Combine(Checkout.Root, "src/AuthServer.Client.AspNetCore/README.md"))).Groups[1].Value).ToList();

        example.Should().HaveCountGreaterThan(4).And.HaveCountLessThan(10);
        example.Where(line => !source.Contains(line)).Should().BeEmpty();
    }

#pragma warning disable IDE0051 // Compiled, and written as one writes in a README.
    private static void FirstCall(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthServerSession(o => { o.Issuer = "https://login.example.com"; o.ClientId = "notes-web"; o.ClientSecret = builder.Configuration["Secret"]; o.Scope = "openid offline_access api"; });
        var app = builder.Build();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.MapAuthServerSession();
        app.Run();
    }
#pragma warning restore IDE0051

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
