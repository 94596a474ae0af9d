using AuthServer.Core.Incidents;
using AuthServer.Core.SessionDirectory;
using AuthServer.EntityFrameworkCore.SessionDirectory;
using AuthServer.Testing.PostgreSql;
using FluentAssertions;
using FluentAssertions.Execution;
using Xunit;

namespace AuthServer.Storage.Tests.SessionDirectory;

/// <summary>How the database finds sessions among 100,000: by an index, whatever is looked for and however far down the list.</summary>
public sealed class SearchPlanTests(PostgreSqlFixture postgreSql)
{
    private const int Sessions = 100_000;
    private const int PageSize = 2_000;

    // Sorting ends at 5,000 and counting at 10,000; going through the newest soon meets what is more than that.
    private const int MostRead = 12_000;

    [Fact]
    public async Task Every_search_reads_an_index_and_little_of_it()
    {
        await using var directory = await DirectoryUnderTest.OpenAsync(postgreSql, Sessions);
        using var scope = new AssertionScope();
        foreach (var (name, filter) in await directory.SearchesAsync())
        {
            var (first, firstPlans) = await directory.ListAsync(filter, deep: false);
            Judge($"{name}, first page", firstPlans);
            Judge($"{name}, deep page", (await directory.ListAsync(filter, deep: true)).Plans);
            var (count, countPlans) = await directory.CountAsync(filter);
            first.Sessions.Length.Should().Be(Math.Min(50, count), name);
            if (first.Total is { } total)
            {
                total.Should().Be(Math.Min(count, RelationalSessionDirectory.MostSorted + 1), name);
            }
            else
            {
                Judge($"{name}, count", countPlans);
            }
        }
    }

    [Fact]
    public async Task What_is_met_by_going_through_the_newest_is_on_one_page_each_and_no_page_goes_far()
    {
        await using var directory = await DirectoryUnderTest.OpenAsync(postgreSql, Sessions);
        using var scope = new AssertionScope();
        var cutShort = 0;
        foreach (var filter in new[] { new SessionFilter { UsedFrom = DateTimeOffset.UtcNow.AddDays(-100) }, new SessionFilter { UsedBefore = DateTimeOffset.UtcNow.AddDays(-300) } })
        {
            var (found, after) = (new List<SessionEntry>(), (SessionCursor?)null);
            do
            {
                var (page, plans) = await directory.ListAsync(filter, after, PageSize);
                Judge($"{filter}, after {after?.CreatedAt}", plans);
                found.AddRange(page.Sessions);
                after = page.Next;
                cutShort += after is not null && page.Sessions.Length < PageSize ? 1 : 0;
            }
            while (after is not null);

            found.Should().HaveCount(await directory.Directory.CountAsync(filter, most: null, CancellationToken.None)).And.HaveCountGreaterThan(RelationalSessionDirectory.MostSorted);
            found.Should().OnlyHaveUniqueItems(entry => entry.Id).And.BeInDescendingOrder(entry => entry.CreatedAt);
        }

        cutShort.Should().BePositive();
    }

    [Fact]
    public async Task An_incident_about_few_finds_its_sessions_and_sign_ins_by_an_index()
    {
        string[] few = ["a user", "a sign-in", "an address", "a rare network", "no address", "a rare program", "no program", "active, a rare network and program"];
        await using var directory = await DirectoryUnderTest.OpenAsync(postgreSql, Sessions);
        using var scope = new AssertionScope();
        var searches = (await directory.SearchesAsync()).Where(search => few.Contains(search.Name)).ToList();
        searches.Should().HaveSameCount(few);
        foreach (var (name, filter) in searches)
        {
            var plans = await directory.LookForTargetsAsync(filter);
            plans.Should().HaveCount(2, name);
            Judge($"{name}, an incident", plans);
        }
    }

    [Fact]
    public async Task A_batch_of_an_incident_looks_for_nothing_any_more()
    {
        await using var directory = await DirectoryUnderTest.OpenAsync(postgreSql, Sessions);
        using var scope = new AssertionScope();
        foreach (var (name, filter) in (await directory.SearchesAsync()).Where(search => search.Filter is { State: not SessionState.Ended, EndReason: null }))
        {
            var (last, plans) = await directory.EndTwoBatchesAsync(filter);
            plans.Should().NotContain(plan => plan.Nodes.Any(node => node.Table == "sessions" || node.Table == "sign_ins"), name);
            last.Incident.Ended.Should().Be(Math.Min(last.Incident.Matched, 2 * IncidentBatch.Size), name);
        }
    }

    private static void Judge(string name, IReadOnlyList<QueryPlan> plans)
    {
        plans.Should().NotBeEmpty(name);
        foreach (var plan in plans)
        {
            plan.Nodes.Should().NotContain(node => node.Type.Contains("Seq Scan", StringComparison.Ordinal) && (node.Table == "sessions" || node.Table == "sign_ins"), "{0}: {1}", name, plan);
            plan.Nodes.Should().NotContain(node => node.Type.Contains("Sort", StringComparison.Ordinal) && node.Input > MostRead, "{0}: {1}", name, plan);
            plan.Nodes.Where(node => node.Table is "sessions" or "sign_ins").Sum(node => node.Read).Should().BeLessThan(MostRead, "{0}: {1}", name, plan);
        }
    }
}
