using AuthServer.Core.Sessions;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Sessions;

/// <summary>Invariant 10: a thief in step is caught, tabs of one browser never are.</summary>
[Spec("RFC 9700", "4.14.2")]
public sealed class ForeignRetryTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const int DefaultForeignRetryLimit = 8;

    [Fact]
    public async Task A_thief_in_step_from_elsewhere_is_caught_within_the_limit()
    {
        var owner = server.Host.As(TestClients.PatientApp);
        var thief = owner with { UserAgent = "thief/6.6" };
        var current = await owner.SignInAsync(await server.Host.CreateUserAsync());
        var served = 0;
        while (true)
        {
            var next = await owner.RefreshAsync(current.RefreshToken);
            next.Status.Should().Be(200);
            var stolen = await thief.RefreshAsync(current.RefreshToken);
            if (stolen.Status != 200)
            {
                (stolen.Error, stolen.Reason).Should().Be(("invalid_grant", "revoked"));
                current = next;
                break;
            }

            served++;
            served.Should().BeLessThanOrEqualTo(DefaultForeignRetryLimit);
            current = next;
        }

        served.Should().Be(DefaultForeignRetryLimit);
        (await owner.RefreshAsync(current.RefreshToken)).Error.Should().Be("invalid_grant");
        (await server.Database.EndReasonAsync(current.SessionId)).Should().Be((short)EndReason.ReuseDetected);
    }

    [Fact]
    public async Task One_generation_without_a_foreign_retry_forgives_the_streak()
    {
        var phone = server.Host.As(TestClients.PatientApp);
        var elsewhere = phone with { UserAgent = "other-network/1.0" };
        var current = await phone.SignInAsync(await server.Host.CreateUserAsync());
        for (var generation = 1; generation <= 3 * DefaultForeignRetryLimit; generation++)
        {
            var next = await phone.RefreshAsync(current.RefreshToken);
            next.Status.Should().Be(200);
            if (generation % DefaultForeignRetryLimit != 0)
            {
                (await elsewhere.RefreshAsync(current.RefreshToken)).Status.Should().Be(200);
            }

            current = next;
        }
    }

    [Fact]
    public async Task Five_tabs_of_one_browser_racing_through_a_hundred_generations_are_never_signed_out()
    {
        var browser = server.Host.As(TestClients.App);
        var current = await browser.SignInAsync(await server.Host.CreateUserAsync());
        for (var generation = 1; generation <= 100; generation++)
        {
            var token = current.RefreshToken;
            var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => browser.RefreshAsync(token)));
            answers.Select(answer => answer.Status).Should().AllBeEquivalentTo(200);
            answers.Select(answer => answer.RefreshToken).Distinct().Should().ContainSingle();
            current = answers[0];
        }

        (await server.Database.SessionAsync<long>(current.SessionId, "generation")).Should().Be(100);
        (await server.Database.SessionAsync<int>(current.SessionId, "retry_streak")).Should().Be(0);
    }
}
