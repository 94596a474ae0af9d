using System.Reflection;
using System.Runtime.CompilerServices;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Conventions;

/// <summary>Habits of the code that a compiler does not see.</summary>
public sealed class CodeTests
{
    private const int MostLines = 300;

    // Files that are longer, each with the reason why it is not two.
    private static readonly Dictionary<string, string> LongFiles = new(StringComparer.Ordinal);

    private static readonly string[] FoldersWithoutAFeature = ["Services", "Interfaces", "Helpers", "Models", "Utils", "Common", "Managers"];

    private static IEnumerable<MethodInfo> PublicMethods => Solution.Assemblies
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.IsVisible && !type.Namespace!.Contains(".Migrations", StringComparison.Ordinal))
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => !method.IsDefined(typeof(CompilerGeneratedAttribute)));

    [Fact]
    public void A_method_that_may_be_awaited_says_so() =>
        Names(PublicMethods.Where(method => IsAwaitable(method.ReturnType) && !method.IsSpecialName && !method.Name.EndsWith("Async", StringComparison.Ordinal)))
            .Should().BeEmpty();

    [Fact]
    public void A_method_that_says_so_may_be_awaited() =>
        Names(PublicMethods.Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal) && !IsAwaitable(method.ReturnType))).Should().BeEmpty();

    [Fact]
    public void A_cancellation_token_comes_last_and_once() =>
        Names(PublicMethods.Where(method => method.GetParameters() is { Length: > 0 } parameters
            && parameters.Any(parameter => parameter.ParameterType == typeof(CancellationToken))
            && (parameters[^1].ParameterType != typeof(CancellationToken) || parameters.Count(parameter => parameter.ParameterType == typeof(CancellationToken)) > 1)))
            .Should().BeEmpty();

    [Fact]
    public void The_methods_that_are_looked_at_are_there() =>
        PublicMethods.Where(method => IsAwaitable(method.ReturnType)).Should().HaveCountGreaterThan(20);

    [Fact]
    public void No_interface_has_more_than_six_methods() => Solution.Assemblies
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.IsInterface && type.GetMethods().Length > 6)
        .Should().BeEmpty();

    [Fact]
    public void No_type_is_called_by_an_empty_word() => Solution.Assemblies
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute)) && type.Namespace?.StartsWith("AuthServer", StringComparison.Ordinal) == true && !type.IsNested)
        .Select(type => type.Name)
        .Where(name => new[] { "Helper", "Helpers", "Util", "Utils", "Base", "Impl" }.Any(word => name.EndsWith(word, StringComparison.Ordinal)))
        .Should().BeEmpty();

    [Fact]
    public void A_long_file_has_a_reason()
    {
        var tooLong = Solution.Sources("src", "migrations", "tests").Where(file => Solution.Text(file).Count(character => character == '\n') > MostLines);

        tooLong.Should().BeEquivalentTo(LongFiles.Keys, "a file of more than {0} lines is listed with its reason, and one that has shrunk no longer", MostLines);
    }

    [Fact]
    public void Folders_are_features() => Solution.Sources("src")
        .SelectMany(file => file.Split('/')[..^1])
        .Distinct()
        .Should().NotContain(folder => FoldersWithoutAFeature.Contains(folder, StringComparer.OrdinalIgnoreCase));

    private static IEnumerable<string> Names(IEnumerable<MethodInfo> methods) => methods.Select(method => $"{method.DeclaringType!.FullName}.{method.Name}");

    private static bool IsAwaitable(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var definition && (definition == typeof(Task<>) || definition == typeof(ValueTask<>)));
}
