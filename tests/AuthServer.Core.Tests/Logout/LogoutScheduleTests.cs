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
}
