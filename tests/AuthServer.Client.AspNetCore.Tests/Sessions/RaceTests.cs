using System.Net;
using AuthServer.Client.AspNetCore.Tests.Hosting;
using AuthServer.Tests.Processes;
using FluentAssertions;
using Xunit;

namespace AuthServer.Client.AspNetCore.Tests.Sessions;

/// <summary>Answers that reach a browser in whatever order leave it with a cookie that is good.</summary>
public sealed class RaceTests(WebFixture fixture) : IClassFixture<WebFixture>
{
    private BackEnd Web => fixture.Web;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Racing_refreshes_leave_a_live_cookie_in_every_order(int racers)
    {
        var jar = await fixture.SignedInAsync();

        // One after the other at the back end, all with the first cookie: none joins another's renewal, each is a retry at the server.
        var answers = new List<PageAnswer>();
        for (var i = 0; i < racers; i++)
        {
            answers.Add(await Web.RefreshAsync(jar));
        }

        answers.Should().OnlyContain(answer => answer.Status == HttpStatusCode.OK);
        foreach (var order in Orders(answers))
        {
            await ShouldBeSignedInAsync(order.Aggregate(jar.Copy(), (browser, answer) => browser.Take(answer)));
        }
    }

    [Fact]
    public async Task Refreshes_of_two_nodes_leave_a_live_cookie_in_every_order()
    {
        var keys = Directory.CreateTempSubdirectory("authserver-web-keys-");
        await using var one = await BackEnd.StartAsync(fixture.SecondPort, fixture.Configure, keys: keys);
        await using var two = await BackEnd.StartAsync(FreePort.Take(), fixture.Configure, keys: keys);
        var jar = await fixture.SignedInAsync(one);

        // Each node has a renewal of its own under way; the server gives both the same successor.
        var answers = await Task.WhenAll(new[] { one, two, one, two }.Select(node => node.RefreshAsync(jar)));

        answers.Should().OnlyContain(answer => answer.Status == HttpStatusCode.OK);
        foreach (var order in Orders([.. answers]))
        {
            (await one.RefreshAsync(order.Aggregate(jar.Copy(), (browser, answer) => browser.Take(answer)))).Status.Should().Be(HttpStatusCode.OK);
        }

        keys.Delete(recursive: true);
    }

    [Fact]
    public async Task Answers_that_are_generations_late_take_nothing_away()
    {
        var jar = await fixture.SignedInAsync();
        var (first, firstLate) = (await Web.RefreshAsync(jar), await Web.RefreshAsync(jar));
        jar.Take(first);
        var (second, secondLate) = (await Web.RefreshAsync(jar), await Web.RefreshAsync(jar));
        jar.Take(second);
        var (third, thirdLate) = (await Web.RefreshAsync(jar), await Web.RefreshAsync(jar));

        foreach (var order in Orders([firstLate, secondLate, third, thirdLate]))
        {
            await ShouldBeSignedInAsync(order.Aggregate(jar.Copy(), (browser, answer) => browser.Take(answer)));
        }
    }

    [Fact]
    public async Task An_old_generation_that_came_back_late_goes_with_the_next_answer()
    {
        var jar = await fixture.SignedInAsync();
        var (first, late) = (await Web.RefreshAsync(jar), await Web.RefreshAsync(jar));
        jar.Take(first);
        jar.Take(await Web.RefreshAsync(jar));
        jar.Take(late).Names.Should().HaveCount(2);

        jar.Take(await Web.RefreshAsync(jar)).Names.Should().ContainSingle();
    }

    [Fact]
    public async Task What_an_ended_session_answers_late_does_not_touch_the_next_one()
    {
        var jar = await fixture.SignedInAsync();
        var former = (await Web.RefreshAsync(jar)).Text("session");
        var (late, signOut, refused) = (await Web.RefreshAsync(jar), await Web.PostAsync("/auth/sign-out", jar), await Web.RefreshAsync(jar));
        signOut.Status.Should().Be(HttpStatusCode.OK);
        refused.Text("reason").Should().Be("signed_out");
        await fixture.SignInAsync(Web, jar, await fixture.Server.CreateUserAsync());

        foreach (var order in Orders([late, signOut, refused]))
        {
            var answer = await ShouldBeSignedInAsync(order.Aggregate(jar.Copy(), (browser, one) => browser.Take(one)));
            answer.Text("session").Should().NotBe(former);
        }
    }

    [Fact]
    public async Task Of_two_sessions_the_newer_counts_and_the_older_cookie_goes()
    {
        var jar = await fixture.SignedInAsync();
        var former = await Web.RefreshAsync(jar);
        jar.Take(former);
        await fixture.SignInAsync(Web, jar, await fixture.Server.CreateUserAsync());
        jar.Names.Should().HaveCount(2, "on loopback HTTP the callback does not see the cookies of {0}", "/auth");

        var answer = await Web.RefreshAsync(jar);

        answer.Text("session").Should().NotBe(former.Text("session"));
        jar.Take(answer).Names.Should().ContainSingle();
    }

    private async Task<PageAnswer> ShouldBeSignedInAsync(CookieJar jar)
    {
        var answer = await Web.RefreshAsync(jar);
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        return answer;
    }

    private static IEnumerable<IReadOnlyList<PageAnswer>> Orders(List<PageAnswer> answers) =>
        answers.Count == 0 ? [[]] : answers.SelectMany((answer, i) => Orders([.. answers.Take(i), .. answers.Skip(i + 1)]).Select(rest => (IReadOnlyList<PageAnswer>)[answer, .. rest]));
}
