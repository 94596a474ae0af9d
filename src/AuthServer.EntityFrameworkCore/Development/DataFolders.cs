namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>Makes the folders that must exist before PostgreSQL does.</summary>
internal static class DataFolders
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // PostgreSQL's account passes through to what belongs to it, and lists nothing.
    private const UnixFileMode PassThrough = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static void Ensure(string path, ServerAccount account)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        Ensure(Path.GetDirectoryName(path)!, account);
        Directory.CreateDirectory(path);

        // Set afterwards, since the process's umask takes from what is asked for at creation.
        SetMode(path, account.SwitchTo is null ? OwnerOnly : PassThrough);
    }

    /// <summary>The socket's folder: whoever may enter it may try to connect, so it is PostgreSQL's account's alone.</summary>
    public static async Task EnsureSocketAsync(string path, ServerAccount account, CancellationToken cancellationToken)
    {
        Ensure(Path.GetDirectoryName(path)!, account);
        Directory.CreateDirectory(path);

        // Fails when the folder is another user's, who might have put it there for us to trust.
        SetMode(path, OwnerOnly);
        await account.GiveAsync(path, cancellationToken);
    }

    public static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
