using System.Net;
using AuthServer.Client.Storage;
using AuthServer.Client.Tokens;
using FluentAssertions;
using Xunit;

namespace AuthServer.Client.Tests.Faults;

/// <summary>A rotation whose answer was lost is repeated while the server still takes that for a retry, whatever else happens meanwhile.</summary>
public sealed class LostAnswerTests
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_server_that_dies_after_the_rotation_is_asked_again_as_soon_as_it_is_back()
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Time.Advance(FakeServer.Lifetime);
        application.Server.Faults.Enqueue(Fault.AnswerDropped);
        var back = application.Server.Now + Outage;
        application.Server.ServerAnswer = (_, _) => application.Server.RefreshRequests > 0 && application.Server.Now < back
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused")
            : null;

        await application.Session.Invoking(session => session.GetAsync().AsTask()).Should().ThrowAsync<TokenUnavailableException>();

        await RenewedAsync(application);
        await ShouldBeWellAsync(application);
    }

    [Fact]
    public async Task What_an_application_lost_at_its_start_it_fetches_without_being_asked_again()
    {
        var store = new InMemoryTokenStore();
        await using var before = await TestApplication.SignedInAsync(store: store);
        await using var application = new TestApplication(options => options.RenewInBackground = false, store: store, besides: before);
        application.Time.Advance(FakeServer.Lifetime);
        Enumerable.Repeat(Fault.AnswerDropped, 3).ToList().ForEach(application.Server.Faults.Enqueue);

        await application.Session.Invoking(session => session.GetAsync().AsTask()).Should().ThrowAsync<TokenUnavailableException>();

        await RenewedAsync(application);
        await ShouldBeWellAsync(application);
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_outcome_is_asked_within_the_retry_window_whatever_Retry_After_says()
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Time.Advance(FakeServer.Lifetime);
        application.Server.Faults.Enqueue(Fault.Status503AfterRotation);

        var told = await application.Session.Invoking(session => session.GetAsync().AsTask()).Should().ThrowAsync<TokenUnavailableException>();

        told.Which.RetryAfter.Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(10));
        await RenewedAsync(application);
        await ShouldBeWellAsync(application);
    }

    [Fact]
    public async Task A_server_that_has_done_nothing_is_left_alone_for_as_long_as_it_wishes()
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Time.Advance(FakeServer.Lifetime);
        application.Server.ServerAnswer = (_, _) =>
        {
            var busy = FakeServer.Json(new { error = "temporarily_unavailable" }, HttpStatusCode.TooManyRequests);
            busy.Headers.TryAddWithoutValidation("Retry-After", "300");
            return busy;
        };

        var told = await application.Session.Invoking(session => session.GetAsync().AsTask()).Should().ThrowAsync<TokenUnavailableException>();

        told.Which.RetryAfter.Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(300));
    }

    /// <summary>Nobody asks meanwhile.</summary>
    private static async Task RenewedAsync(TestApplication application)
    {
        for (var look = 0; look < 1000 && !application.Server.IsLive(application.Session.Held?.Value); look++)
        {
            await Task.Delay(10);
        }
    }

    private static async Task ShouldBeWellAsync(TestApplication application)
    {
        application.Server.Ends.Should().BeEmpty();
        application.Server.Rotations.Should().Be(1);
        application.Time.Advance(FakeServer.Lifetime);
        (await application.Http.GetAsync("/call")).StatusCode.Should().Be(HttpStatusCode.OK);
        application.Server.Ends.Should().BeEmpty();
    }
}
