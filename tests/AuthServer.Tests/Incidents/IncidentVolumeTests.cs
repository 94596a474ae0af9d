using System.Diagnostics;
using System.Globalization;
using AuthServer.Core.Incidents;
using AuthServer.Tests.Processes;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Incidents;

/// <summary>
/// What an incident that ends 200,000 of 1,000,000 sessions costs those who go on refreshing. Quiet and busy windows take turns, so that whatever else the
/// machine does is in both.
/// </summary>
[Collection(Measurements.Name)]
[Trait("Category", "Long")]
public sealed class IncidentVolumeTests(ITestOutputHelper output)
{
    private const int Meant = 200_000;
    private const int StopAfter = 50_000;
    private const int Refreshed = 240;
    private const int RefreshesPerSecond = 120;
    private const double MostSlowed = 1.5;
    private const string EndedByIncident = "SELECT COUNT(*) FROM sessions WHERE end_reason = 14";
    private static readonly TestClient Client = TestClient.Public;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan QuietWindow = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<Window> _windows = [];

    [Fact]
    public async Task Ending_200_000_of_a_million_sessions_hardly_slows_refreshes_down_and_can_be_stopped_and_resumed()
    {
        await using var volume = await VolumeUnderTest.StartAsync();
        var filter = await volume.FilterForAsync(Meant);
        var tokens = new List<string>();
        while (tokens.Count < Refreshed)
        {
            tokens.Add((await volume.Server.Http.SignInAsync(Client)).RefreshToken);
        }

        await volume.CheckpointAsync();
        await using var refreshes = new SteadyRefreshes(volume.Server.Http, Client, tokens, RefreshesPerSecond);
        refreshes.Start();
        await Task.Delay(WarmUp);
        Say($"PostgreSQL {await volume.VersionAsync()}, {Environment.ProcessorCount} processors; {Refreshed} sessions are refreshed, {RefreshesPerSecond} times a second");
        await QuietAsync(refreshes);
        var opening = Stopwatch.GetTimestamp();
        var incident = await volume.OpenAsync(filter);
        Over(refreshes, "opened", isBusy: true, opening);
        incident.Matched.Should().Be(Meant);

        while ((incident = await WorkAsync(volume, refreshes, incident)).State == IncidentState.Stopped)
        {
            (await volume.CountAsync(EndedByIncident)).Should().Be(incident.Ended);
            await QuietAsync(refreshes);
            (await volume.CountAsync(EndedByIncident)).Should().Be(incident.Ended, "when the stop has returned, nothing more ends");
            (await volume.ResumeAsync(incident.Id)).Should().BeTrue();
        }

        await QuietAsync(refreshes);
        await refreshes.StopAsync();
        Tell("quiet, all", refreshes, [.. _windows.Where(window => !window.IsBusy)]);

        // The median: a quiet window in which something else was at work must not allow more.
        var calm = _windows.Where(window => !window.IsBusy).Select(window => window.P99).Order().ToList();
        var quiet = calm[calm.Count / 2];
        var busy = Tell("incident, all", refreshes, [.. _windows.Where(window => window.IsBusy)]);
        Say($"p99 is {busy / quiet:F2} times that of the median quiet window");
        await EachEndedOnceAsync(volume, incident);
        busy.Should().BeLessThan(quiet * MostSlowed);
    }

    private static async Task EachEndedOnceAsync(VolumeUnderTest volume, Incident incident)
    {
        (incident.State, incident.Ended).Should().Be((IncidentState.Finished, Meant));
        (await volume.CountAsync(EndedByIncident)).Should().Be(Meant);
        const string Audit = "FROM audit_events WHERE type = 'session.ended' AND reason = 'incident'";
        (await volume.CountAsync($"SELECT COUNT(*) {Audit}")).Should().Be(Meant);
        (await volume.CountAsync($"SELECT COUNT(DISTINCT session_id) {Audit}")).Should().Be(Meant);
        const string Feed = "FROM revocation_entries AS r JOIN sessions AS s ON r.subject = s.id::text WHERE r.kind = 1 AND s.end_reason = 14";
        (await volume.CountAsync($"SELECT COUNT(*) {Feed}")).Should().Be(Meant);
        (await volume.CountAsync($"SELECT COUNT(DISTINCT r.subject) {Feed}")).Should().Be(Meant);
        (await volume.CountAsync("SELECT COUNT(*) FROM sign_ins WHERE end_reason = 14"))
            .Should().Be(await volume.CountAsync("SELECT COUNT(*) FROM sessions WHERE end_reason = 14 AND sign_in_id IS NOT NULL"));
    }

    /// <summary>Lets the server end a quarter of them, and stops it unless it is finished by then.</summary>
    private async Task<Incident> WorkAsync(VolumeUnderTest volume, SteadyRefreshes refreshes, Incident incident)
    {
        var (patience, before) = (Stopwatch.GetTimestamp(), incident.Ended);
        while ((incident = await volume.FindAsync(incident.Id)).Ended == before && incident.State == IncidentState.Running)
        {
            Stopwatch.GetElapsedTime(patience).Should().BeLessThan(Patience);
            await Task.Delay(LookInterval);
        }

        var (begun, ended) = (Stopwatch.GetTimestamp(), incident.Ended);
        while (incident.State == IncidentState.Running && ended - before < StopAfter)
        {
            await Task.Delay(LookInterval);
            incident = await volume.FindAsync(incident.Id);
            incident.Ended.Should().BeGreaterThanOrEqualTo(ended, "progress never goes back");
            ended = incident.Ended;
        }

        await volume.StopAsync(incident.Id);
        Over(refreshes, $"{before}-{ended}", isBusy: true, begun);
        return await volume.FindAsync(incident.Id);
    }

    private async Task QuietAsync(SteadyRefreshes refreshes)
    {
        var begun = Stopwatch.GetTimestamp();
        await Task.Delay(QuietWindow);
        Over(refreshes, "quiet", isBusy: false, begun);
    }

    private void Over(SteadyRefreshes refreshes, string what, bool isBusy, long begun)
    {
        var window = new Window(isBusy, begun, Stopwatch.GetTimestamp());
        _windows.Add(window with { P99 = Tell(what, refreshes, [window]) });
    }

    /// <summary>Returns the 99th percentile in milliseconds.</summary>
    private double Tell(string what, SteadyRefreshes refreshes, IReadOnlyList<Window> windows)
    {
        var took = windows.SelectMany(window => refreshes.Between(window.Begun, window.Ended)).Order().ToList();
        var seconds = windows.Sum(window => Stopwatch.GetElapsedTime(window.Begun, window.Ended).TotalSeconds);
        double At(double quantile) => took.Count == 0 ? 0 : took[(int)Math.Ceiling(took.Count * quantile) - 1].TotalMilliseconds;
        Say($"{what,-16}{seconds,6:F1} s{took.Count,7} refreshes: p50 {At(0.5),6:F1}, p90 {At(0.9),6:F1}, p99 {At(0.99),6:F1}, max {At(1),6:F1} ms");
        return At(0.99);
    }

    private void Say(FormattableString figure) => output.WriteLine(figure.ToString(CultureInfo.InvariantCulture));

    private sealed record Window(bool IsBusy, long Begun, long Ended)
    {
        /// <summary>In milliseconds.</summary>
        public double P99 { get; init; }
    }
}
