using System.Collections.Immutable;
using AuthServer.Administration;
using AuthServer.Core.Activity;
using AuthServer.Core.Incidents;
using AuthServer.Core.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Admin;

/// <summary>How the server does: what is going on, what has ended and why, and what needs an eye.</summary>
internal sealed class DashboardModel(IActivityHistory history, IIncidentStore incidents, KeyAdministration keys, TimeProvider time) : PageModel
{
    private const int IncidentsLookedAt = 20;

    // Every kind of reuse is somebody with a token who should not have it; lost state is not.
    private static readonly string[] ReuseVerdicts =
        [Name(ActivityNames.Refreshes, EndReason.ReuseDetected.Exact()), Name(ActivityNames.Refreshes, EndReason.CodeReused.Exact())];

    [BindProperty(SupportsGet = true, Name = "period")]
    public string? PeriodName { get; set; }

    public DashboardPeriod Period { get; private set; } = DashboardPeriod.Of(null);

    /// <summary>How many sessions were active when it was last counted; null when that is long ago.</summary>
    public long? ActiveSessions { get; private set; }

    public IReadOnlyList<Chart> Charts { get; private set; } = [];

    /// <summary>What ended in the period, most first.</summary>
    public ImmutableArray<(EndReason Reason, long Count)> Ends { get; private set; } = [];

    public IReadOnlyList<Incident> Running { get; private set; } = [];

    /// <summary>Of each algorithm the key that signs, and for how long it has.</summary>
    public IReadOnlyList<(string Algorithm, TimeSpan Age)> Keys { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Period = DashboardPeriod.Of(PeriodName);
        var now = time.GetUtcNow();
        var period = Period.Until(now);
        var series = await history.ReadAsync(period, cancellationToken);
        ActiveSessions = await history.FindActiveSessionsAsync(now - TimeSpan.FromMinutes(10), cancellationToken);
        Charts =
        [
            Draw("Active sessions", "", period, series, isLevel: true, name => name == ActivityNames.ActiveSessions),
            Draw("Refreshes", "", period, series, isLevel: false, name => name == Name(ActivityNames.Refreshes, SessionMetrics.Rotated)),
            Draw("Retries", "warn", period, series, isLevel: false, name => name == Name(ActivityNames.Refreshes, SessionMetrics.Retried)),
            Draw("Reused tokens", "bad", period, series, isLevel: false, ReuseVerdicts.Contains),
            Draw("Sign-ins", "", period, series, isLevel: false, name => name == ActivityNames.SignIns),
            Draw("Failed sign-ins", "warn", period, series, isLevel: false, name => name.StartsWith(ActivityNames.FailedSignIns + ".", StringComparison.Ordinal)),
        ];
        Ends =
        [
            .. Enum.GetValues<EndReason>()
                .Select(reason => (reason, Count: series.Where(each => each.Name == Name(ActivityNames.SessionsEnded, reason.Exact())).Sum(each => each.Counts.Sum())))
                .Where(ended => ended.Count > 0).OrderByDescending(ended => ended.Count),
        ];
        Running = [.. (await incidents.ListAsync(IncidentsLookedAt, cancellationToken)).Where(incident => incident.State != IncidentState.Finished)];
        Keys = [.. (await keys.ListAsync(cancellationToken)).Where(key => key.SignsFrom <= now).GroupBy(key => key.Algorithm)
            .Select(group => (group.Key, now - group.MaxBy(key => key.Number)!.SignsFrom))];
    }

    private static Chart Draw(string title, string tone, ActivityPeriod period, IReadOnlyList<ActivitySeries> series, bool isLevel, Func<string, bool> counts)
    {
        var counted = series.Where(each => counts(each.Name)).ToList();
        return new Chart(title, tone, isLevel, [.. Enumerable.Range(0, period.Steps).Select(step => (period.From + (period.Step * step), counted.Sum(each => each.Counts[step])))]);
    }

    private static string Name(string name, string tag) => $"{name}.{tag}";
}
