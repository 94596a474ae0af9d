namespace AuthServer.Client.Storage;

/// <summary>
/// A lock among processes: a file that one of them holds open for itself alone. The system frees it when its holder dies, however it dies. The file stays;
/// removing it would give two processes a lock each.
/// </summary>
public sealed class FileTokenLock(string path, TimeProvider? time = null) : ITokenLock
{
    private const int ShortestPause = 10;
    private const int LongestPause = 50;

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    public async ValueTask<IAsyncDisposable> AcquireAsync(string name, CancellationToken cancellationToken)
    {
        PrivateFiles.EnsureFolder(path);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, PrivateFiles.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite));
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another holds it. Waiters who ask at odd times take turns.
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(ShortestPause, LongestPause)), _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
