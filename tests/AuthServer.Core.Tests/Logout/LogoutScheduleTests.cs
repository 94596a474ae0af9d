using AuthServer.Core.Logout;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Logout;

public sealed class LogoutScheduleTests
{
    [Fact]
    public void Pauses_grow_and_come_to_an_end() =>
        Enumerable.Range(1, 8).Select(LogoutSchedule.PauseAfter).Should().Equal(
            TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6), null, null);

    [Fact]
    public async Task A_signal_that_was_raised_before_the_wait_is_not_lost()
    {
        using var signal = new LogoutSignal();
        signal.Raise();
        signal.Raise();

        await signal.WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5));

        var again = signal.WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        again.IsCompleted.Should().BeFalse("it was raised for one look");
        signal.Raise();
        await again.WaitAsync(TimeSpan.FromSeconds(5));
    }
}
