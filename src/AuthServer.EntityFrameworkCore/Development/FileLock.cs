namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>A lock that the operating system keeps on a file and drops when its process ends, however it ends.</summary>
internal sealed class FileLock : IDisposable
{
    // EWOULDBLOCK, which .NET hands on as it is: another open file holds the lock. Anything else is a real error.
    private const int Taken = 11;

    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    public static FileLock? TryExclusive(string path) => Try(path, FileAccess.ReadWrite, FileShare.None);

    public static FileLock? TryShared(string path) => Try(path, FileAccess.Read, FileShare.Read);

    public void Dispose() => _stream.Dispose();

    private static FileLock? Try(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, access, share));
        }
        catch (IOException held) when (held.HResult == Taken)
        {
            return null;
        }
    }
}
