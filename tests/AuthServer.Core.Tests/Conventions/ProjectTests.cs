using System.Xml.Linq;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Conventions;

/// <summary>Which project may know which: arrows run downwards only.</summary>
public sealed class ProjectTests
{
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["AuthServer.Protocol"] = [],
        ["AuthServer.Core"] = ["AuthServer.Protocol"],
        ["AuthServer.EntityFrameworkCore"] = ["AuthServer.Core"],
        ["AuthServer.Redis"] = ["AuthServer.Core"],
        ["AuthServer"] =
        [
            "AuthServer.Core", "AuthServer.EntityFrameworkCore", "AuthServer.Migrations.PostgreSql", "AuthServer.Migrations.SqlServer", "AuthServer.Protocol", "AuthServer.Redis",
        ],
        ["AuthServer.Validation"] = ["AuthServer.Protocol"],
        ["AuthServer.Api"] = ["AuthServer.Validation"],
        ["AuthServer.Client"] = ["AuthServer.Protocol"],
        ["AuthServer.Client.AspNetCore"] = ["AuthServer.Client"],
        ["AuthServer.Web"] = ["AuthServer.Client.AspNetCore"],
        ["AuthServer.Migrations.PostgreSql"] = ["AuthServer.EntityFrameworkCore"],
        ["AuthServer.Migrations.SqlServer"] = ["AuthServer.EntityFrameworkCore"],
    };

    private static readonly string[] EngineAndBelow = ["AuthServer.Core", "AuthServer.Protocol"];

    public static TheoryData<string> Names => [.. Solution.Projects.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_project_refers_only_to_those_below_it(string project) =>
        Solution.ReferencesOf(project).Should().BeSubsetOf(Arrows.GetValueOrDefault(project, []), "the arrows of {0} are listed here", project);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_project_has_its_place(string project) => Arrows.Should().ContainKey(project);

    [Theory]
    [InlineData("AuthServer.Core")]
    [InlineData("AuthServer.Protocol")]
    public void The_engine_needs_no_web_framework_and_no_database(string project)
    {
        var parts = XDocument.Load(Solution.Projects[project]).Descendants()
            .Where(element => element.Name.LocalName is "FrameworkReference" or "PackageReference")
            .Select(element => element.Attribute("Include")!.Value);

        parts.Should().NotContain(part => IsOutside(part));
    }

    [Fact]
    public void The_client_needs_no_web_framework_and_may_be_trimmed()
    {
        var project = XDocument.Load(Solution.Projects["AuthServer.Client"]);

        project.Descendants().Where(element => element.Name.LocalName is "FrameworkReference" or "PackageReference")
            .Select(element => element.Attribute("Include")!.Value)
            .Should().NotContain(part => IsOutside(part));
        project.Descendants("IsTrimmable").Select(element => element.Value).Should().Equal("true");
    }

    [Fact]
    public void No_type_of_the_engine_refers_to_a_web_framework_or_a_database()
    {
        var referenced = Solution.Assemblies.Where(assembly => EngineAndBelow.Contains(assembly.GetName().Name))
            .SelectMany(assembly => assembly.GetReferencedAssemblies())
            .Select(name => name.Name!);

        referenced.Should().NotContain(name => IsOutside(name));
    }

    [Theory]
    [InlineData("AuthServer.Core", "AuthServer.Core")]
    [InlineData("AuthServer.Protocol", "AuthServer.Protocol")]
    [InlineData("AuthServer.EntityFrameworkCore", "AuthServer.EntityFrameworkCore")]
    public void A_namespace_is_its_project_and_folder(string name, string root)
    {
        var assembly = Solution.Assemblies.Single(assembly => assembly.GetName().Name == name);
        var folder = Path.GetDirectoryName(Solution.Projects[name])!;
        var spaces = assembly.GetTypes().Where(type => type.IsPublic).Select(type => type.Namespace!).Distinct();

        spaces.Where(space => space != root && !Directory.Exists(Path.Combine(folder, space[(root.Length + 1)..].Replace('.', '/')))).Should().BeEmpty();
    }

    private static bool IsOutside(string name) =>
        name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
        || name.StartsWith("Npgsql", StringComparison.Ordinal) || name.StartsWith("StackExchange", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Extensions.Identity", StringComparison.Ordinal) || name.StartsWith("Microsoft.Data", StringComparison.Ordinal);
}
