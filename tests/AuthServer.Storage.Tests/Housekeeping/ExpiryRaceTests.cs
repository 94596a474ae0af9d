using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing.PostgreSql;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AuthServer.Storage.Tests.Housekeeping;

/// <summary>Sweeps beside each other and beside refreshes, on PostgreSQL.</summary>
public sealed class ExpiryRaceTests(PostgreSqlStorage storage) : SessionStoreContract(storage), IClassFixture<PostgreSqlStorage>
{
    private TestDatabase Database => storage.Database;

    [Fact]
    public async Task Two_nodes_that_sweep_at_once_end_each_session_once()
    {
        const int Count = 1_300;
        var (user, client) = (await storage.AddUserAsync(), await AddListenerAsync());
        await Database.ExecuteAsync(Copies, ("held", (await SignInAsync(user, client)).Id.Value), ("count", Count - 1));
        await storage.AdvanceAsync(TimeSpan.FromDays(15));

        // Each goes on until it finds nothing, since it passes over what the other holds.
        var (first, second) = await Race.RunAsync(0, () => RepeatedlyAsync(storage.First), () => RepeatedlyAsync(storage.Second));

        (first + second).Should().Be(Count);
        (await AuditOfAsync(user.Id)).Where(record => record.Type == AuditEventTypes.SessionEnded).Select(record => record.SessionId)
            .Should().OnlyHaveUniqueItems().And.HaveCount(Count);
        (await LogoutsOfAsync(user.Id)).Select(record => record.SessionId).Should().OnlyHaveUniqueItems().And.HaveCount(Count);

        async Task<int> RepeatedlyAsync(Node node)
        {
            var total = 0;
            for (var ended = 1; ended > 0; total += ended)
            {
                ended = await Sweeps.IdleAsync(node, client);
            }

            return total;
        }
    }

    [Fact]
    public async Task A_refresh_under_way_is_passed_over_and_what_it_has_moved_is_left_alone()
    {
        var (user, client) = (await storage.AddUserAsync(), await AddClientAsync());
        var (refreshing, other) = (await SignInAsync(user, client), await SignInAsync(user, client));
        await storage.AdvanceAsync(TimeSpan.FromDays(15));
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(
            "UPDATE sessions SET idle_expires_at = now() + interval '14 days' WHERE id = @id", connection, transaction);
        command.Parameters.AddWithValue("id", refreshing.Id.Value);
        await command.ExecuteNonQueryAsync();

        var ended = await Sweeps.IdleAsync(storage.First, client).WaitAsync(TimeSpan.FromSeconds(3));
        await transaction.CommitAsync();
        var endedLater = await Sweeps.IdleAsync(storage.First, client);

        (ended, endedLater).Should().Be((1, 0));
        (await FindAsync(other)).Ended.Should().Be(EndReason.IdleExpired);
        (await FindAsync(refreshing)).IsLive.Should().BeTrue();
    }

    [Fact]
    public async Task A_refresh_just_before_the_expiry_wins_or_meets_a_session_that_had_expired()
    {
        var (user, client) = (await storage.AddUserAsync(), await AddClientAsync());
        var (refreshed, refused) = (0, 0);
        for (var round = 0; round < 80; round++)
        {
            var token = await storage.First.SignInAsync(user, client, Callers.Home);
            var expiry = (await Database.ReadAsync(
                """
                UPDATE sessions SET idle_expires_at = clock_timestamp() + interval '25 milliseconds', last_used_on = last_used_on - 15
                WHERE id = @id RETURNING idle_expires_at
                """,
                row => row.GetFieldValue<DateTimeOffset>(0),
                ("id", token.Session.Value))).Single();

            // Around the expiry: some before it, some after it.
            var (answer, swept) = await Race.RunAsync(0, () => PresentLaterAsync(round % 40), () => SweepForAWhileAsync(storage.Second));

            var row = await Store.FindAsync(token.Session, CancellationToken.None);
            if (answer is SessionGrant.Granted)
            {
                refreshed++;
                swept.Should().Be(0, "a session that was refreshed is not idle");
                row!.IsLive.Should().BeTrue();
            }
            else
            {
                refused++;
                answer.Should().BeOfType<SessionGrant.Refused>().Which.Error.Reason.Should().Be("idle_expired");
                row!.Session.EndReason.Should().Be(EndReason.IdleExpired);
                row.Session.EndedAt.Should().BeOnOrAfter(expiry);
            }

            async Task<SessionGrant> PresentLaterAsync(int milliseconds)
            {
                await Task.Delay(milliseconds);
                return await storage.First.PresentAsync(token.Reveal(), client.Id, Callers.Home);
            }
        }

        refreshed.Should().BePositive();
        refused.Should().BePositive();
        (await AuditOfAsync(user.Id)).Count(record => record.Type == AuditEventTypes.SessionEnded).Should().Be(refused, "each ended once");

        async Task<int> SweepForAWhileAsync(Node node)
        {
            var (until, total) = (DateTime.UtcNow.AddMilliseconds(50), 0);
            while (DateTime.UtcNow < until)
            {
                total += await Sweeps.IdleAsync(node, client);
            }

            return total;
        }
    }

    /// <summary>More sessions like one that there is.</summary>
    public const string Copies = """
        INSERT INTO sessions
        SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid()))).* FROM sessions AS s, generate_series(1, @count) WHERE s.id = @held
        """;
}
