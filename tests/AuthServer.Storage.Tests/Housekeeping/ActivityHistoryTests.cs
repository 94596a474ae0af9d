using AuthServer.Core.Activity;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Housekeeping;

/// <summary>Counts by the minute, to which all nodes add.</summary>
public sealed class ActivityHistoryTests(PostgreSqlStorage storage) : SessionStoreContract(storage), IClassFixture<PostgreSqlStorage>
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private IActivityHistory First => storage.First.Get<IActivityHistory>();

    private IActivityHistory Second => storage.Second.Get<IActivityHistory>();

    [Fact]
    public async Task What_two_nodes_add_at_once_adds_up()
    {
        var day = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var additions = Enumerable.Range(0, 200).Select(index => Task.Run(() => (index % 2 == 0 ? First : Second).AddAsync(
            [
                .. new[] { "refresh.rotated", "refresh.retried", "sign_in" }.OrderBy(_ => Random.Shared.Next())
                    .SelectMany(name => new[] { new ActivityCount(day + (Minute * (index % 3)), name, 1), new ActivityCount(day + (Minute * 5), name, 2) }),
            ],
            CancellationToken.None)));

        await Task.WhenAll(additions);

        var series = await First.ReadAsync(new ActivityPeriod(day, Minute * 10, steps: 1), CancellationToken.None);
        series.Should().BeEquivalentTo(new[] { "refresh.retried", "refresh.rotated", "sign_in" }.Select(name => new ActivitySeries(name, [600])));
    }

    [Fact]
    public async Task A_series_has_a_number_for_each_step_and_leaves_out_what_lies_outside()
    {
        var day = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        await First.AddAsync(
            [.. new[] { -1, 0, 1, 59, 60, 179, 180 }.Select(minute => new ActivityCount(day + (Minute * minute), "refresh.rotated", 1))], CancellationToken.None);

        var hours = await Second.ReadAsync(new ActivityPeriod(day, TimeSpan.FromHours(1), steps: 3), CancellationToken.None);
        var minutes = await Second.ReadAsync(new ActivityPeriod(day, Minute, steps: 2), CancellationToken.None);
        var later = await Second.ReadAsync(new ActivityPeriod(day.AddYears(1), Minute, steps: 2), CancellationToken.None);

        hours.Should().ContainSingle().Which.Counts.Should().Equal(3, 1, 1);
        minutes.Should().ContainSingle().Which.Counts.Should().Equal(1, 1);
        later.Should().BeEmpty();
    }

    [Fact]
    public async Task A_sample_of_active_sessions_is_kept_for_its_minute_and_is_not_added_up()
    {
        var day = new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);
        var before = await First.SampleActiveSessionsAsync(day, CancellationToken.None);
        var held = await SignInAsync();
        await SignInAsync();
        await First.SampleActiveSessionsAsync(day, CancellationToken.None);
        await Store.EndAsync(held.End());

        var last = await Second.SampleActiveSessionsAsync(day + Minute, CancellationToken.None);

        last.Should().Be(before + 1);
        (await First.FindActiveSessionsAsync(day, CancellationToken.None)).Should().Be(last);
        (await First.FindActiveSessionsAsync(day.AddDays(1), CancellationToken.None)).Should().BeNull();
        (await First.ReadAsync(new ActivityPeriod(day, Minute * 2, steps: 1), CancellationToken.None)).Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new ActivitySeries(ActivityNames.ActiveSessions, [before + 2]));
    }

    [Fact]
    public void A_period_ends_with_the_step_that_it_is_now()
    {
        var period = ActivityPeriod.Until(new DateTimeOffset(2026, 3, 4, 10, 17, 30, TimeSpan.Zero), TimeSpan.FromHours(1), steps: 24);

        period.From.Should().Be(new DateTimeOffset(2026, 3, 3, 11, 0, 0, TimeSpan.Zero));
        period.To.Should().Be(new DateTimeOffset(2026, 3, 4, 11, 0, 0, TimeSpan.Zero));
        FluentActions.Invoking(() => new ActivityPeriod(period.From, TimeSpan.FromSeconds(90), 1)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
