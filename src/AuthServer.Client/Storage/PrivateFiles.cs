using System.Runtime.InteropServices;

namespace AuthServer.Client.Storage;

/// <summary>Files that only their owner may read, written whole or not at all.</summary>
internal static class PrivateFiles
{
    private const int MostMoves = 10;
    private static readonly TimeSpan PauseBetweenMoves = TimeSpan.FromMilliseconds(20);
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static FileStreamOptions Options(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    public static void EnsureFolder(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Directory.Exists(folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Null when there is no such file.</summary>
    /// <exception cref="InvalidDataException">Others may read or write it.</exception>
    public static async ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            {
                throw new InvalidDataException($"'{path}' may be read by others; type: chmod 600 '{path}'");
            }

            // Whoever reads must not keep a writer from putting a new file in the old one's place.
            await using var file = new FileStream(
                path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.Asynchronous });
            var content = new byte[file.Length];
            await file.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
            return content;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>On the disk beside the old file first, and then in its place, by one rename.</summary>
    /// <returns>False when there is such a file already and it is not to be replaced.</returns>
    public static async ValueTask<bool> WriteAsync(string path, ReadOnlyMemory<byte> content, bool replace, CancellationToken cancellationToken)
    {
        EnsureFolder(path);
        var beside = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (var file = new FileStream(beside, Options(FileMode.CreateNew, FileAccess.Write)))
            {
                await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            await MoveAsync(beside, path, replace, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException) when (!replace && File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(beside);
        }

        FlushFolder(path);
        return true;
    }

    /// <summary>What scans or copies files may hold the old one for a moment, and then it cannot be replaced on some systems.</summary>
    private static async Task MoveAsync(string from, string to, bool replace, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                File.Move(from, to, replace);
                return;
            }
            catch (Exception e) when (replace && attempt < MostMoves && e is IOException or UnauthorizedAccessException)
            {
                await Task.Delay(PauseBetweenMoves, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // On Unix, a rename outlives a loss of power only once its folder is on the disk too; the framework opens no folders.
    private static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Open(Path.GetDirectoryName(Path.GetFullPath(path))!, flags: 0);
        if (folder >= 0)
        {
            // Some file systems cannot; they are no worse off than before.
            _ = FlushToDisk(folder);
            _ = Close(folder);
        }
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FlushToDisk(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
