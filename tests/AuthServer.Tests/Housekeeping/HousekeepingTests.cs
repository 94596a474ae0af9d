using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Housekeeping;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Housekeeping;

/// <summary>The server ends what has expired, and deletes what was kept long enough, by itself.</summary>
public sealed class HousekeepingTests(PostgreSqlFixture postgreSql)
{
    private const string IdleForLong = "idle_expires_at = clock_timestamp() - interval '1 second', last_used_on = last_used_on - 20";

    private static readonly HousekeepingPace Brisk = new()
    {
        Expiry = TimeSpan.FromMilliseconds(200),
        Pruning = TimeSpan.FromMilliseconds(200),
        Activity = TimeSpan.FromDays(1),
    };

    [Fact]
    public async Task An_idle_session_ends_without_anybody_coming_back_to_it()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var first = await AuthServerHost.StartAsync(database, new HostSettings { Pace = Brisk });
        await using var second = await AuthServerHost.StartAsync(database, new HostSettings { Pace = Brisk, Issuer = first.Issuer });
        var user = await first.CreateUserAsync();
        var (idle, active) = (await first.As(TestClients.App).SignInAsync(user), await first.As(TestClients.App).SignInAsync(user));
        await database.BendAsync(idle.SessionId, IdleForLong);

        await UntilAsync(async () => await database.EndReasonAsync(idle.SessionId) is not null);
        var refused = await first.As(TestClients.App).RefreshAsync(idle.RefreshToken);

        (await database.AuditAsync(idle.SessionId))[^1].Should().Be(
            new AuditRow("session.ended", "server", "app", user.Id, "idle_expired", "", "", GenerationDistance: null));
        (await database.AuditAsync(idle.SessionId)).Should().HaveCount(2, "it ended once, on one node");
        (refused.Status, refused.Error, refused.Reason).Should().Be((400, "invalid_grant", "idle_expired"));
        (await second.As(TestClients.App).RefreshAsync(active.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task An_end_that_a_dead_node_left_half_done_is_finished_with_its_own_reason()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        Answer tokens;
        AuthUser user;
        await using (var dead = await AuthServerHost.StartAsync(database))
        {
            user = await dead.CreateUserAsync();
            tokens = await dead.As(TestClients.App).SignInAsync(user);
        }

        await database.ExecuteAsync(
            """
            WITH u AS (UPDATE users SET epoch = epoch + 1, epoch_reason = 4 WHERE id = @id RETURNING *)
            INSERT INTO unmarked_ends (kind, subject, epoch, reason, actor, note, ip, user_agent, created_at)
            SELECT 2, u.id::text, u.epoch, u.epoch_reason, 'admin:root', 'phished', '', '', clock_timestamp() - interval '2 minutes' FROM u
            """,
            ("id", user.Id));
        await database.BendAsync(tokens.SessionId, IdleForLong);

        await using var host = await AuthServerHost.StartAsync(database, new HostSettings { Pace = Brisk });
        await UntilAsync(async () => await database.EndReasonAsync(tokens.SessionId) is not null);

        (await database.EndReasonAsync(tokens.SessionId)).Should().Be(4, "it had ended before it was idle for long");
        await UntilAsync(async () => (await database.ReadAsync("SELECT COUNT(*) FROM unmarked_ends", row => row.GetInt64(0))).Single() == 0);
    }

    [Fact]
    public async Task An_ended_session_is_kept_for_its_time_and_then_deleted()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await AuthServerHost.StartAsync(database, new HostSettings { Pace = Brisk });
        var app = host.As(TestClients.App);
        var user = await host.CreateUserAsync();
        var (old, recent) = (await app.SignInAsync(user), await app.SignInAsync(user));
        await app.RevokeAsync(old.RefreshToken);
        await app.RevokeAsync(recent.RefreshToken);
        await database.BendAsync(recent.SessionId, "ended_at = ended_at - interval '29 days'");
        await database.BendAsync(old.SessionId, "ended_at = ended_at - interval '31 days'");

        await UntilAsync(async () => !await ExistsAsync(old.SessionId));

        (await ExistsAsync(recent.SessionId)).Should().BeTrue();
        (await database.AuditAsync(old.SessionId)).Should().HaveCount(2, "its audit events stay for longer");
        (await app.RefreshAsync(old.RefreshToken)).Error.Should().Be("invalid_grant");

        async Task<bool> ExistsAsync(Guid session) =>
            (await database.ReadAsync("SELECT 1 FROM sessions WHERE id = @id", row => row.GetInt32(0), ("id", session))).Count == 1;
    }

    [Fact]
    public async Task What_a_dead_node_was_about_is_taken_over_when_its_lease_is_over()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await database.ExecuteAsync(
            "INSERT INTO leases (name, holder, expires_at) VALUES ('expiry', gen_random_uuid(), clock_timestamp() + interval '1 hour')");
        await using (var host = await AuthServerHost.StartAsync(database, new HostSettings { Pace = Brisk }))
        {
            var answer = await host.As(TestClients.App).SignInAsync(await host.CreateUserAsync());
            await database.BendAsync(answer.SessionId, IdleForLong);

            await Task.Delay(TimeSpan.FromSeconds(2));
            var whileHeld = await database.EndReasonAsync(answer.SessionId);
            await database.ExecuteAsync("UPDATE leases SET expires_at = clock_timestamp() WHERE name = 'expiry'");
            await UntilAsync(async () => await database.EndReasonAsync(answer.SessionId) is not null);

            whileHeld.Should().BeNull("another node had the work");
        }

        (await database.ReadAsync("SELECT name FROM leases", row => row.GetString(0))).Should().BeEmpty("a node that stops gives its leases back");
    }

    private static async Task UntilAsync(Func<Task<bool>> isThere)
    {
        for (var patience = 0; patience < 400; patience++)
        {
            if (await isThere())
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("It did not come to that.");
    }
}
