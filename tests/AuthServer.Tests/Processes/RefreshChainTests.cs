using System.Globalization;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Processes;

/// <summary>What a long-lived session costs the database: one row for ever, one statement and one commit a refresh, and no growth of indexes.</summary>
[Collection<OnTwoServers>]
public sealed class RefreshChainTests(RefreshChain chain, ITestOutputHelper output) : IClassFixture<RefreshChain>
{
    [Fact]
    public void Ten_thousand_refreshes_give_ten_thousand_successors_and_leave_one_row()
    {
        Say($"{RefreshChain.Refreshes} refreshes in {chain.Duration.TotalSeconds:F1} s, {chain.Duration.TotalMilliseconds / RefreshChain.Refreshes:F2} ms each");

        chain.Tokens.Should().HaveCount(RefreshChain.Refreshes + 1);
        chain.SessionRows.Should().Be((1, 1));
        chain.Generations.Should().Be(RefreshChain.Refreshes);
    }

    [Fact]
    public void At_least_nine_in_ten_updates_of_the_row_touch_no_index()
    {
        var ratio = (double)chain.HeapOnlyUpdates / chain.Updates;
        Say($"{chain.HeapOnlyUpdates} of {chain.Updates} updates heap-only: {ratio:F4}");

        chain.Updates.Should().BeGreaterThanOrEqualTo(RefreshChain.Refreshes);
        ratio.Should().BeGreaterThanOrEqualTo(0.9);
    }

    [Fact]
    public void A_refresh_is_one_statement()
    {
        foreach (var (statement, calls) in chain.Statements)
        {
            Say($"{calls,6} × {statement.ReplaceLineEndings(" ")[..Math.Min(statement.Length, 100)]}");
        }

        chain.Statements[0].Calls.Should().Be(RefreshChain.Refreshes);
        chain.Statements[0].Statement.Should().Contain("UPDATE sessions AS s SET");

        // What a node remembers of clients and scopes, and its keys, it reads again from time to time, whoever asks.
        var others = chain.Statements.Skip(1).Where(other => !OwnAccord.Explains(other.Statement)).ToList();
        others.Where(other => !other.Statement.StartsWith("SELECT", StringComparison.Ordinal)).Should().BeEmpty();
        others.Sum(other => other.Calls).Should().BeLessThanOrEqualTo(4 + (long)(chain.Duration.TotalSeconds / 3));
    }

    [Fact]
    public void A_refresh_is_one_commit()
    {
        var perRefresh = (double)chain.Commits / RefreshChain.Refreshes;
        Say($"{chain.Commits} commits: {perRefresh:F3} a refresh");

        // Looking on costs a few commits too, and so does PostgreSQL's own maintenance; and what the start committed may be reported late.
        perRefresh.Should().BeInRange(0.99, 1.05);
    }

    private void Say(FormattableString figure) => output.WriteLine(figure.ToString(CultureInfo.InvariantCulture));
}
