namespace AuthServer.Tests.Processes;

/// <summary>Where this solution lies, and what was built beside these tests.</summary>
public static class Checkout
{
    private static readonly DirectoryInfo Output = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public static string Root { get; } = FindRoot();

    /// <summary><c>Debug</c> or <c>Release</c>, as these tests were built.</summary>
    public static string Configuration { get; } = Output.Parent!.Name;

    public static string ProjectFolder(string project) => Path.Combine(Root, "src", project);

    /// <summary>The host's own build output, which a build of these tests has made.</summary>
    public static string BuiltHost(string project) =>
        Path.Combine(ProjectFolder(project), "bin", Configuration, Output.Name, $"{project}.dll");

    private static string FindRoot()
    {
        for (var folder = Output; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AuthServer.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No AuthServer.sln above {Output.FullName}: these tests start the hosts that were built in their checkout.");
    }
}
