using System.Collections.Concurrent;
using System.Diagnostics;

namespace AuthServer.Tests.Processes;

/// <summary>A host of this solution as a process of its own at an address of its own, that can be killed and started again.</summary>
internal sealed class HostProcess(string project, string healthPath, IReadOnlyDictionary<string, string> settings) : IAsyncDisposable
{
    private const int LinesKept = 60;
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly string[] ForeignSettings = ["AuthServer__", "ConnectionStrings__", "ASPNETCORE_", "Serilog__"];

    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Take()}");

    /// <summary>A client of this host; each call goes out once.</summary>
    public HttpClient Http => field ??= new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false })
    {
        BaseAddress = Address,
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Starts the host unless it runs, and waits until it can serve.</summary>
    public async Task StartAsync()
    {
        if (_process is { HasExited: false })
        {
            return;
        }

        _process?.Dispose();
        _process = Start();
        var started = Stopwatch.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > LongestStart)
            {
                throw new InvalidOperationException($"{project} did not become ready. It said:\n{string.Join('\n', _output)}");
            }

            await Task.Delay(PollInterval);
        }
    }

    /// <summary>What <c>kill -9</c> does: no hook runs, and whatever was under way is cut off.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    public ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            Kill();
        }

        _process?.Dispose();
        Http.Dispose();
        return ValueTask.CompletedTask;
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.BuiltHost(project), "--urls", Address.OriginalString])
        {
            WorkingDirectory = Checkout.ProjectFolder(project),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => ForeignSettings.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
            while (_output.Count > LinesKept)
            {
                _output.TryDequeue(out _);
            }
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(healthPath);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
