using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AuthServer.Core.Clients;
using AuthServer.Core.Logout;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Logout;

/// <summary>What becomes of a logout token that a client does not take at once.</summary>
[Spec("OIDC Back-Channel Logout", "2.8")]
public sealed class DeliveryTests(LogoutServer server) : IClassFixture<LogoutServer>
{
    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    public async Task What_the_client_has_taken_is_done(int status)
    {
        server.Receiver.Statuses.Enqueue(status);
        var session = await EndedAsync();

        await server.Receiver.OfAsync(session);

        (await DeliveryRow.UntilAsync(server.Database, session, row => row.IsDelivered)).Should().Be(new DeliveryRow(1, IsDue: false, IsDelivered: true, LastError: null));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(503)]
    [InlineData(302)]
    [InlineData(201)]
    public async Task What_the_client_has_not_taken_is_sent_again_with_a_token_of_its_own(int status)
    {
        server.Receiver.Statuses.Enqueue(status);
        var session = await EndedAsync();

        (await DeliveryRow.UntilAsync(server.Database, session, row => row.LastError is not null)).Should().Be(
            new DeliveryRow(1, IsDue: true, IsDelivered: false, $"answered {status}"));
        await DeliveryRow.HurryAsync(server.Database, session);

        var received = await server.Receiver.OfAsync(session, count: 2);
        received.Should().HaveCount(2, "a redirect is not followed");
        received.Select(logout => logout.Claims.GetProperty("jti").GetString()).Should().OnlyHaveUniqueItems();
        (await DeliveryRow.UntilAsync(server.Database, session, row => row.IsDelivered)).Attempts.Should().Be(2);
    }

    [Fact]
    public async Task The_first_pause_is_five_seconds()
    {
        server.Receiver.Statuses.Enqueue(500);
        var session = await EndedAsync();
        await DeliveryRow.UntilAsync(server.Database, session, row => row.LastError is not null);

        (await server.Database.ReadAsync(
            "SELECT next_attempt_at - clock_timestamp() FROM logout_deliveries WHERE session_id = @id", row => row.GetTimeSpan(0), ("id", session)))
            .Single().Should().BeCloseTo(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(3));
        (await server.Receiver.OfAsync(session, count: 2)).Should().HaveCount(2);
    }

    [Fact]
    public async Task After_the_last_attempt_it_is_given_up()
    {
        server.Receiver.Statuses.Enqueue(500);
        var session = await EndedAsync();
        await DeliveryRow.UntilAsync(server.Database, session, row => row.LastError is not null);
        await server.Database.ExecuteAsync("UPDATE logout_deliveries SET attempts = 6 WHERE session_id = @id", ("id", session));
        server.Receiver.Statuses.Enqueue(500);
        await DeliveryRow.HurryAsync(server.Database, session);

        (await DeliveryRow.UntilAsync(server.Database, session, row => !row.IsDue)).Should().Be(new DeliveryRow(7, IsDue: false, IsDelivered: false, "answered 500"));
    }

    [Fact]
    public async Task A_client_that_listens_no_more_is_left_alone()
    {
        using var flow = new CodeFlow(server.Host, server.Clients.Keeping);
        var user = await server.NewUserAsync();
        var session = (await flow.SignInAsync(user)).SessionId;
        await server.Database.ExecuteAsync("UPDATE clients SET disabled = TRUE WHERE id = 'keeping'");
        await Task.Delay(ClientDirectory.MaximumAge + TimeSpan.FromSeconds(0.5));
        await server.Host.ResetPasswordAsync(user, "An0ther-Passw0rd!");

        var row = await DeliveryRow.UntilAsync(server.Database, session, row => !row.IsDue);

        row.IsDelivered.Should().BeFalse();
        row.LastError.Should().StartWith("the client is gone");
    }

    [Fact]
    public async Task Attempts_are_counted_by_outcome()
    {
        var counted = new ConcurrentQueue<object?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == LogoutMetrics.MeterName && instrument.Name == "authserver.logout.deliveries")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Enqueue(tags[0].Value));
        listener.Start();
        server.Receiver.Statuses.Enqueue(500);
        var session = await EndedAsync();
        await DeliveryRow.UntilAsync(server.Database, session, row => row.LastError is not null);
        await DeliveryRow.HurryAsync(server.Database, session);
        await DeliveryRow.UntilAsync(server.Database, session, row => row.IsDelivered);

        for (var patience = 0; patience < 200 && !counted.Contains("delivered"); patience++)
        {
            await Task.Delay(50);
        }

        counted.Should().Contain("failed").And.Contain("delivered");
    }

    private async Task<Guid> EndedAsync()
    {
        using var flow = new CodeFlow(server.Host, server.Clients.App);
        var session = await flow.SignInAsync(await server.NewUserAsync());
        (await flow.Client.RevokeAsync(session.RefreshToken)).Status.Should().Be(200);
        return session.SessionId;
    }
}
