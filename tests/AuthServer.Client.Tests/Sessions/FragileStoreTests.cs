using AuthServer.Client.SignIns;
using AuthServer.Client.Tests.Faults;
using AuthServer.Client.Tokens;
using FluentAssertions;
using Xunit;

namespace AuthServer.Client.Tests.Sessions;

/// <summary>A store that fails for a while neither signs anybody out nor keeps anybody signed in.</summary>
public sealed class FragileStoreTests
{
    private readonly FragileStore _store = new();

    [Fact]
    public async Task What_could_not_be_written_is_written_when_the_store_is_well_again()
    {
        await using var application = await TestApplication.SignedInAsync(store: _store);
        await RenewUnwrittenAsync(application);

        _store.CanWrite = true;
        await TakenAsync(application);

        await ShouldGoOnElsewhereAsync(application);
    }

    [Fact]
    public async Task What_could_not_be_written_is_written_at_the_end_of_the_process()
    {
        var application = await TestApplication.SignedInAsync(store: _store);
        await RenewUnwrittenAsync(application);

        _store.CanWrite = true;
        await application.DisposeAsync();

        await ShouldGoOnElsewhereAsync(application);
    }

    [Fact]
    public async Task A_sign_in_that_could_not_be_written_is_not_undone_by_what_the_store_has_of_the_one_before()
    {
        await using var application = await TestApplication.SignedInAsync(store: _store);
        var former = await application.Session.GetAsync();
        _store.CanWrite = false;

        (await application.SignIn.WithPasswordAsync("bob", "secret")).Should().BeOfType<SignInOutcome.SignedIn>();
        application.Time.Advance(FakeServer.Lifetime);

        var token = await application.Session.GetAsync();
        token.SignIn.Should().NotBe(former.SignIn);
        application.Server.IsLive(token.Value).Should().BeTrue();
    }

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public async Task A_sign_out_is_not_undone_by_a_store_that_fails(bool canRead, bool canWrite, bool canLock)
    {
        await using var application = await TestApplication.SignedInAsync(store: _store);
        application.Server.ServerAnswer = (request, _) => request.RequestUri!.AbsolutePath == "/connect/revocation" ? throw new HttpRequestException("no network") : null;
        (_store.CanRead, _store.CanWrite, _store.CanLock) = (canRead, canWrite, canLock);

        (await application.Session.SignOutAsync()).Should().BeFalse();

        application.Session.Held.Should().BeNull();
        application.Ends.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.SignedOut);
        (_store.CanRead, _store.CanLock) = (true, true);
        await application.Session.Invoking(session => session.GetAsync().AsTask()).Should().ThrowAsync<SignInRequiredException>();
        (await application.Session.IsSignedInAsync()).Should().BeFalse();

        _store.CanWrite = true;
        for (var look = 0; look < 500 && await _store.ContentAsync() is not null; look++)
        {
            await Task.Delay(10);
        }

        (await _store.ContentAsync()).Should().BeNull("it is cleared as soon as that can be done");
    }

    private async Task RenewUnwrittenAsync(TestApplication application)
    {
        _store.CanWrite = false;
        application.Time.Advance(FakeServer.Lifetime);
        await application.Session.GetAsync();
        application.Server.Rotations.Should().Be(1);
    }

    private async Task TakenAsync(TestApplication application)
    {
        var value = application.Session.Held!.Value;
        for (var look = 0; look < 500 && !System.Text.Encoding.UTF8.GetString((await _store.ContentAsync())!).Contains(value, StringComparison.Ordinal); look++)
        {
            await Task.Delay(10);
        }
    }

    /// <summary>Another process starts long after the server's retry window has closed.</summary>
    private async Task ShouldGoOnElsewhereAsync(TestApplication application)
    {
        application.Time.Advance(FakeServer.Lifetime);
        await using var next = new TestApplication(store: _store, besides: application);

        application.Server.IsLive((await next.Session.GetAsync()).Value).Should().BeTrue();
        application.Server.Ends.Should().BeEmpty();
    }
}
