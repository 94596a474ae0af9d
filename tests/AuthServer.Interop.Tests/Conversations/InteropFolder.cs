namespace AuthServer.Interop.Tests.Conversations;

/// <summary><c>tests/interop</c> of the checkout, where the scripts lie and npm has put the libraries.</summary>
internal static class InteropFolder
{
    public static string Path { get; } = Find();

    public static string Package(string name)
    {
        var folder = System.IO.Path.Combine(Path, "node_modules", name);
        return Directory.Exists(folder) ? folder : throw new InvalidOperationException($"The npm package \"{name}\" is not installed in tests/interop; `./dev test` installs it.");
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "AuthServer.sln")))
            {
                return System.IO.Path.Combine(folder.FullName, "tests", "interop");
            }
        }

        throw new InvalidOperationException("The tests run outside the checkout: no AuthServer.sln above them.");
    }
}
