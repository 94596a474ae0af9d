using System.Net;
using AuthServer.Client.Tokens;
using FluentAssertions;
using Xunit;

namespace AuthServer.Client.Tests.Faults;

/// <summary>Everything that can go wrong with a refresh, once before its time and once after a 401: the user notices nothing.</summary>
public sealed class FaultMatrixTests
{
    private static readonly TimeSpan NearlyOver = FakeServer.Lifetime - TimeSpan.FromSeconds(20);
    private static readonly Fault[] Faults = Enum.GetValues<Fault>();

    public static TheoryData<Fault, int> Passing
    {
        get
        {
            var table = new TheoryData<Fault, int>();
            foreach (var fault in Faults.Except([Fault.RefusedForAnotherReason, Fault.Status503AfterRotation]))
            {
                table.Add(fault, 1);
                table.Add(fault, 2);
            }

            return table;
        }
    }

    public static TheoryData<Fault> Lasting => [.. Faults.Except([Fault.None, Fault.Delayed, Fault.Duplicated])];

    public static TheoryData<string, double> Clocks => new()
    {
        { "set forward", 3600 },
        { "set forward a little", 600 },
        { "set back", -3600 },
        { "set back by years", -3600.0 * 24 * 365 },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_fault_before_expiry_is_not_noticed(Fault fault, int times)
    {
        await using var application = await TestApplication.SignedInAsync();
        var first = await application.Session.GetAsync();
        application.Time.Advance(NearlyOver);
        Inject(application, fault, times);

        (await application.Http.GetAsync("/first")).StatusCode.Should().Be(HttpStatusCode.OK);
        await RenewedAsync(application, first);
        application.Time.Advance(FakeServer.Lifetime);
        (await application.Http.GetAsync("/second")).StatusCode.Should().Be(HttpStatusCode.OK);

        ShouldBeWell(application, "GET /first", "GET /second");
        application.Server.RefreshRequests.Should().BeLessThanOrEqualTo(2 + times);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_fault_after_a_401_is_not_noticed_and_the_request_is_served_once(Fault fault, int times)
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Server.RefuseAccessTokens();
        Inject(application, fault, times);

        var answer = await application.Http.PostAsync("/orders", new StringContent("one"));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        ShouldBeWell(application, "POST /orders one");
        application.Server.ApiRequests.Should().HaveCount(2);
        application.Server.RefreshRequests.Should().BeLessThanOrEqualTo(1 + times);
    }

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task A_token_that_is_still_good_is_used_while_renewing_fails(Fault fault)
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Time.Advance(NearlyOver);
        Inject(application, fault, 4);

        for (var call = 0; call < 5; call++)
        {
            (await application.Http.GetAsync("/call")).StatusCode.Should().Be(HttpStatusCode.OK);
        }

        ShouldBeWell(application, [.. Enumerable.Repeat("GET /call", 5)]);
        application.Server.RefreshRequests.Should().BeLessThanOrEqualTo(5);
    }

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task A_request_without_a_good_token_is_told_to_come_later_and_the_session_goes_on(Fault fault)
    {
        await using var application = await TestApplication.SignedInAsync(options => options.RenewInBackground = false);
        application.Time.Advance(FakeServer.Lifetime);
        Inject(application, fault, 3);

        var call = () => application.Http.PostAsync("/orders", new StringContent("one"));
        var told = (await call.Should().ThrowAsync<TokenUnavailableException>()).Which;
        application.Server.Faults.Clear();
        application.Time.Advance(told.RetryAfter);

        (await call()).StatusCode.Should().Be(HttpStatusCode.OK);
        ShouldBeWell(application, "POST /orders one");
    }

    [Theory]
    [MemberData(nameof(Clocks))]
    public async Task A_clock_that_is_set_costs_no_request(string way, double seconds)
    {
        await using var application = await TestApplication.SignedInAsync();
        application.Time.MoveWall(TimeSpan.FromSeconds(seconds));

        (await application.Http.GetAsync("/first")).StatusCode.Should().Be(HttpStatusCode.OK, "the clock was {0}", way);
        application.Time.Advance(NearlyOver);
        (await application.Http.GetAsync("/second")).StatusCode.Should().Be(HttpStatusCode.OK);

        ShouldBeWell(application, "GET /first", "GET /second");
        application.Server.ApiRequests.Should().HaveCount(2, "no token was refused");
        application.Server.RefreshRequests.Should().BeInRange(1, 2);
    }

    [Fact]
    public async Task After_a_sleep_past_expiry_the_first_request_renews_first()
    {
        await using var application = await TestApplication.SignedInAsync();
        var night = TimeSpan.FromHours(9);
        application.Time.MoveWall(night);
        application.Server.Asleep = night;

        (await application.Http.GetAsync("/morning")).StatusCode.Should().Be(HttpStatusCode.OK);

        ShouldBeWell(application, "GET /morning");
        application.Server.ApiRequests.Should().HaveCount(1);
        application.Server.RefreshRequests.Should().Be(1);
    }

    private static void Inject(TestApplication application, Fault fault, int times)
    {
        for (var time = 0; time < times; time++)
        {
            application.Server.Faults.Enqueue(fault);
        }
    }

    /// <summary>Whatever was lost is fetched without anybody asking for it, long before the server's retry window closes.</summary>
    private static async Task RenewedAsync(TestApplication application, AccessToken old)
    {
        for (var look = 0; look < 500 && application.Session.Held?.Value == old.Value; look++)
        {
            await Task.Delay(10);
        }
    }

    private static void ShouldBeWell(TestApplication application, params string[] served)
    {
        application.Server.Served.Should().Equal(served);
        application.Server.Ends.Should().BeEmpty();
        application.Ends.Should().BeEmpty();
        application.Server.MostRefreshesAtOnce.Should().Be(1);
    }
}
