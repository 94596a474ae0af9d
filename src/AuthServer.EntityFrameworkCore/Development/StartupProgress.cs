using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>Says once a second what is being waited for, and nothing when nothing takes a second.</summary>
internal sealed class StartupProgress(ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _total = Stopwatch.StartNew();
    private TimeSpan _nextReport = TimeSpan.FromSeconds(1);

    /// <summary>Waits a moment, for a condition that the caller then looks at again.</summary>
    public async Task PauseAsync(string what, CancellationToken cancellationToken)
    {
        await Task.Delay(Pause, cancellationToken);
        ReportIfDue(what);
    }

    public async Task<T> DuringAsync<T>(Task<T> work, string what)
    {
        while (await Task.WhenAny(work, Task.Delay(Pause, CancellationToken.None)) != work)
        {
            ReportIfDue(what);
        }

        return await work;
    }

    private void ReportIfDue(string what)
    {
        if (_total.Elapsed >= _nextReport)
        {
            EmbeddedPostgreSqlLog.Waiting(logger, what, (int)_total.Elapsed.TotalSeconds);
            _nextReport = _total.Elapsed + TimeSpan.FromSeconds(1);
        }
    }
}
