using System.Reflection;
using System.Xml.Linq;
using AuthServer.EntityFrameworkCore;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Tests.Conventions;

/// <summary>The solution as it lies on disk, found by walking up from the tests.</summary>
internal static class Solution
{
    public static readonly string Root = FindRoot();

    /// <summary>Every project under <c>src</c> and <c>migrations</c>, by name.</summary>
    public static IReadOnlyDictionary<string, string> Projects { get; } = new[] { "src", "migrations" }
        .Select(folder => Path.Combine(Root, folder))
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories))
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file)!, StringComparer.Ordinal);

    /// <summary>Hand-written C# files under <paramref name="folders"/>, relative to the root.</summary>
    public static IEnumerable<string> Sources(params string[] folders) => folders
        .Select(folder => Path.Combine(Root, folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "Migrations" or "node_modules"))
        .Order(StringComparer.Ordinal);

    public static string Text(string relativePath) => File.ReadAllText(Path.Combine(Root, relativePath));

    public static IReadOnlyList<string> ReferencesOf(string project) =>
    [
        .. XDocument.Load(Projects[project]).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Assemblies of the product that these tests can load; what they cannot is checked by its sources.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        typeof(ScopeSet).Assembly, typeof(CoreRegistration).Assembly, typeof(AuthDbContext).Assembly,
    ];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AuthServer.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("AuthServer.sln is in no folder above the tests.");
    }
}
