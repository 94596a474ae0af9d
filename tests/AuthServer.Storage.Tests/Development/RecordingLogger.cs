using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AuthServer.Storage.Tests.Development;

/// <summary>Keeps what was logged, for tests of what a developer reads on the console.</summary>
internal sealed class RecordingLogger : ILogger
{
    private readonly ConcurrentQueue<string> messages = new();

    public IReadOnlyCollection<string> Messages => messages;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        messages.Enqueue(formatter(state, exception));
}
