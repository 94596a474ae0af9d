using AuthServer.Core.Sessions;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Sessions;

public sealed class EndSignalTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private readonly EndSignal _signal = new();

    public void Dispose() => _signal.Dispose();

    [Fact]
    public async Task A_signal_that_was_raised_before_the_wait_is_not_lost()
    {
        var listener = _signal.Listen();
        _signal.Raise();
        _signal.Raise();

        await listener.WaitAsync(Long, CancellationToken.None).WaitAsync(Soon);

        var again = listener.WaitAsync(Long, CancellationToken.None);
        again.IsCompleted.Should().BeFalse("it was raised for one look");
        _signal.Raise();
        await again.WaitAsync(Soon);
    }

    [Fact]
    public async Task Every_listener_is_woken_and_none_takes_it_from_another()
    {
        EndListener[] listeners = [_signal.Listen(), _signal.Listen(), _signal.Listen()];

        _signal.Raise();

        await Task.WhenAll(listeners.Select(listener => listener.WaitAsync(Long, CancellationToken.None))).WaitAsync(Soon);
    }
}
