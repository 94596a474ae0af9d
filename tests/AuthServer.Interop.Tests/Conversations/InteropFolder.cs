using AuthServer.Tests.Processes;

namespace AuthServer.Interop.Tests.Conversations;

/// <summary><c>tests/interop</c> of the checkout, where the scripts lie and npm has put the libraries.</summary>
internal static class InteropFolder
{
    public static string Path { get; } = System.IO.Path.Combine(Checkout.Root, "tests", "interop");

    public static string Package(string name)
    {
        var folder = System.IO.Path.Combine(Path, "node_modules", name);
        return Directory.Exists(folder) ? folder : throw new InvalidOperationException($"The npm package \"{name}\" is not installed in tests/interop; `./dev test` installs it.");
    }
}
