using System.Diagnostics;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.History;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AuthServer.Storage.Tests.Housekeeping;

/// <summary>Pruning stands in nobody's way, and waits for nobody.</summary>
public sealed class HistoryRaceTests(PostgreSqlStorage storage) : SessionStoreContract(storage), IClassFixture<PostgreSqlStorage>
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    [Fact]
    public async Task Refreshes_go_on_while_ended_sessions_are_pruned()
    {
        const int Ended = 6_000;
        var (user, client) = (await storage.AddUserAsync(), await AddClientAsync());
        await EndedCopiesAsync(await SignInAsync(user, client), Ended);
        var tokens = new List<RefreshToken>();
        for (var index = 0; index < 8; index++)
        {
            tokens.Add(await storage.First.SignInAsync(user, client, Callers.Home));
        }

        using var pruned = new CancellationTokenSource();
        var refreshing = tokens.Select(token => Task.Run(() => RefreshUntilAsync(token))).ToList();
        var counts = await Task.WhenAll(Task.Run(() => PruneAsync(storage.First)), Task.Run(() => PruneAsync(storage.Second)));
        await pruned.CancelAsync();

        var rotations = await Task.WhenAll(refreshing);
        counts.Sum().Should().Be(Ended, "two nodes prune each row once");
        rotations.Should().OnlyContain(count => count > 0);
        (await storage.Database.ReadAsync("SELECT SUM(generation)::bigint FROM sessions WHERE user_id = @user", row => row.GetInt64(0), ("user", user.Id.Value)))
            .Should().Equal(rotations.Sum());

        async Task<int> PruneAsync(Node node)
        {
            var total = 0;
            for (var count = 1; count > 0; total += count)
            {
                count = await node.Get<RelationalHistory>().PruneAsync(HistoryKind.EndedSessions, Month, CancellationToken.None);
            }

            return total;
        }

        async Task<long> RefreshUntilAsync(RefreshToken token)
        {
            for (var rotations = 0; ;)
            {
                var last = pruned.IsCancellationRequested;
                var clock = Stopwatch.StartNew();
                var answer = await storage.First.PresentAsync(token.Reveal(), client.Id, Callers.Home);
                clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));
                token = answer.Should().BeOfType<SessionGrant.Granted>().Which.Session.RefreshToken!;
                rotations++;
                if (last)
                {
                    return rotations;
                }
            }
        }
    }

    [Fact]
    public async Task A_row_that_another_transaction_holds_is_passed_over_and_goes_the_next_time()
    {
        var held = await SignInAsync();
        await EndedCopiesAsync(held, 20);
        var history = storage.First.Get<RelationalHistory>();
        await using var connection = new NpgsqlConnection(storage.Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("SELECT id FROM sessions WHERE user_id = @user AND ended_at IS NOT NULL LIMIT 1 FOR UPDATE", connection, transaction);
        command.Parameters.AddWithValue("user", held.User.Id.Value);
        var locked = (Guid)(await command.ExecuteScalarAsync())!;

        var first = await history.PruneAsync(HistoryKind.EndedSessions, Month, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(3));
        var left = await storage.Database.ReadAsync(
            "SELECT id FROM sessions WHERE user_id = @user AND ended_at IS NOT NULL", row => row.GetGuid(0), ("user", held.User.Id.Value));
        await transaction.CommitAsync();
        var second = await history.PruneAsync(HistoryKind.EndedSessions, Month, CancellationToken.None);

        (first, second).Should().Be((19, 1));
        left.Should().Equal(locked);
        (await FindAsync(held)).IsLive.Should().BeTrue();
    }

    private Task<int> EndedCopiesAsync(Held held, int count) => storage.Database.ExecuteAsync(
        """
        INSERT INTO sessions
        SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'ended_at', clock_timestamp() - interval '31 days', 'end_reason', 1))).*
        FROM sessions AS s, generate_series(1, @count) WHERE s.id = @held
        """,
        ("held", held.Id.Value),
        ("count", count));
}
