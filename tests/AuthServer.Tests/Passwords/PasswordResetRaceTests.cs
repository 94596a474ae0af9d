using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Passwords;

/// <summary>Invariant 3: a sign-in that races a password reset never survives it.</summary>
public sealed class PasswordResetRaceTests(PostgreSqlFixture postgreSql)
{
    private const int Lanes = 4;
    private const int RoundsPerLane = 250;

    [Fact]
    public async Task No_sign_in_with_the_old_password_survives_a_reset_in_a_thousand_races()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await AuthServerHost.StartAsync(
            database, new HostSettings { Services = services => services.Configure<IdentityOptions>(options => options.Lockout.MaxFailedAccessAttempts = int.MaxValue) });

        var granted = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => Task.Run(() => RaceAsync(host))));
        granted.Sum().Should().BeInRange(1, (Lanes * RoundsPerLane) - 1, "both must win now and then, or there was no race");
    }

    private static async Task<int> RaceAsync(AuthServerHost host)
    {
        var (granted, password) = (0, AuthServerHost.Password);
        var (user, web) = (await host.CreateUserAsync(), host.As(TestClients.Web));
        for (var round = 0; round < RoundsPerLane; round++)
        {
            var next = $"Passw0rd!{round}";
            var reset = Task.Run(() => host.ResetPasswordAsync(user, next));

            // The sign-in is the shorter of the two: it starts at another moment of the reset each time.
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * 12));
            var answer = await web.SignInAsync(user, password);
            await reset;
            if (answer.Status == 200)
            {
                granted++;
                (await web.IntrospectAsync(answer.RefreshToken)).IsActive.Should().BeFalse();
                (await web.IntrospectAsync(answer.AccessToken)).IsActive.Should().BeFalse();
                var refresh = await web.RefreshAsync(answer.RefreshToken);
                (refresh.Status, refresh.Error, refresh.Reason).Should().Be((400, "invalid_grant", "password_changed"));
            }
            else
            {
                answer.Error.Should().Be("invalid_grant");
            }

            password = next;
        }

        (await web.SignInAsync(user, password)).Status.Should().Be(200);
        return granted;
    }
}
