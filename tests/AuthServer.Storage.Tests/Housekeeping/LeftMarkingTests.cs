using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Sessions;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing.Logout;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AuthServer.Storage.Tests.Housekeeping;

/// <summary>Ends of users and clients whose node died between the epoch and the rows, on PostgreSQL.</summary>
public sealed class LeftMarkingTests(PostgreSqlStorage storage) : SessionStoreContract(storage), IClassFixture<PostgreSqlStorage>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(61);

    [Fact]
    public async Task What_a_user_s_epoch_has_ended_is_marked_later_as_it_would_have_been()
    {
        var (user, client) = (await storage.AddUserAsync(), await AddListenerAsync());
        var signIn = await SignBrowserInAsync(user);
        var (held, other) = (await SignInAsync(user, client, session => session with { SignInId = signIn.Id }), await SignInAsync());
        await DecideAsync(new EndSessionsOfUser(user.Id, EndReason.PasswordChanged, "admin:root", Callers.OtherNetwork) { Note = "phished" });

        (await SweepAsync()).Should().Be(0, "whoever has decided it may be at work");
        await storage.AdvanceAsync(Patience);
        (await SweepAsync()).Should().Be(1);

        (await FindAsync(held)).Session.EndReason.Should().Be(EndReason.PasswordChanged);
        (await FindAsync(signIn.Id)).SignIn.EndReason.Should().Be(EndReason.PasswordChanged);
        (await FindAsync(other)).IsLive.Should().BeTrue();
        (await LogoutsOfAsync(user.Id)).Should().Equal(new LogoutRecord(client.Id, user.Id, held.Id));
        (await AuditOfAsync(user.Id)).Where(record => record.Type is AuditEventTypes.SessionEnded or AuditEventTypes.SignInEnded)
            .Select(record => (record.Type, record.Actor, record.Reason, record.Detail, record.Ip, record.UserAgent)).Should().Equal(
            (AuditEventTypes.SessionEnded, "admin:root", "password_changed", "phished", "198.51.100.7", "Browser/1.0"),
            (AuditEventTypes.SignInEnded, "admin:root", "password_changed", "phished", "198.51.100.7", "Browser/1.0"));
        (await CountLeftAsync()).Should().Be(0);
        (await SweepAsync()).Should().Be(0);
    }

    [Fact]
    public async Task The_many_sessions_of_a_client_are_marked_in_batches()
    {
        var (user, client) = (await storage.AddUserAsync(), await AddListenerAsync());
        var held = await SignInAsync(user, client);
        await storage.Database.ExecuteAsync(ExpiryRaceTests.Copies, ("held", held.Id.Value), ("count", 1_100));
        await DecideAsync(new EndSessionsOfClient(client.Id, EndReason.AdminRevoked, "operator:root", Callers.Home));
        await storage.AdvanceAsync(Patience);

        var first = (await storage.First.Ends.MarkLeftAsync(0, CancellationToken.None))!;
        (first.Reason, first.Ended).Should().Be((EndReason.AdminRevoked, 500));
        (await SweepAsync()).Should().Be(601);

        (await LogoutsOfAsync(user.Id)).Select(record => record.SessionId).Should().OnlyHaveUniqueItems().And.HaveCount(1_101);
        (await CountLeftAsync()).Should().Be(0);
    }

    [Fact]
    public async Task What_was_kept_is_kept()
    {
        var user = await storage.AddUserAsync();
        var (kept, ended) = (await SignBrowserInAsync(user), await SignBrowserInAsync(user));
        var (mine, theirs) = (
            await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = kept.Id }),
            await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = ended.Id }));
        await DecideAsync(new EndSessionsOfUser(user.Id, EndReason.UserRevoked, "user:someone", Callers.Home) { Kept = kept.Id });
        await storage.AdvanceAsync(Patience);

        (await SweepAsync()).Should().Be(1);

        (await FindAsync(mine)).IsLive.Should().BeTrue();
        (await FindAsync(kept.Id)).IsLive.Should().BeTrue();
        (await FindAsync(theirs)).Session.EndReason.Should().Be(EndReason.UserRevoked);
    }

    [Fact]
    public async Task The_rows_of_a_deleted_account_are_marked_too()
    {
        var (user, client) = (await storage.AddUserAsync(), await AddListenerAsync());
        var held = await SignInAsync(user, client);
        await DecideAsync(new EndSessionsOfUser(user.Id, EndReason.AccountDisabled, "admin:root", Callers.Home));
        await storage.DeleteAsync(user.Id);
        await storage.AdvanceAsync(Patience);

        (await SweepAsync()).Should().Be(1);

        (await FindAsync(held)).Session.EndReason.Should().Be(EndReason.AccountDisabled);
        (await LogoutsOfAsync(user.Id)).Should().HaveCount(1);
    }

    [Fact]
    public async Task An_end_that_was_marked_leaves_nothing_to_do()
    {
        var held = await SignInAsync();

        await storage.First.Ends.EndAllOfUserAsync(new EndSessionsOfUser(held.User.Id, EndReason.AdminRevoked, "admin:root", Callers.Home), CancellationToken.None);
        await storage.First.Ends.EndAllOfClientAsync(new EndSessionsOfClient(held.Client.Id, EndReason.AdminRevoked, "admin:root", Callers.Home), CancellationToken.None);

        (await CountLeftAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Rows_that_another_was_marking_when_it_died_are_marked()
    {
        var held = await SignInAsync();
        await DecideAsync(new EndSessionsOfClient(held.Client.Id, EndReason.AdminRevoked, "admin:root", Callers.Home));
        await storage.AdvanceAsync(Patience);
        await using var connection = new NpgsqlConnection(storage.Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("UPDATE sessions SET ended_at = clock_timestamp() WHERE id = @id", connection, transaction);
        command.Parameters.AddWithValue("id", held.Id.Value);
        await command.ExecuteNonQueryAsync();

        var sweep = Task.Run(SweepAsync);
        await Task.Delay(300);
        await transaction.RollbackAsync();

        (await sweep).Should().Be(1, "the other has died");
        (await CountLeftAsync()).Should().Be(0);
        (await FindAsync(held)).Session.EndReason.Should().Be(EndReason.AdminRevoked);
    }

    private async Task<int> SweepAsync()
    {
        var total = 0;
        for (var position = 0L; await storage.First.Ends.MarkLeftAsync(position, CancellationToken.None) is { } sweep;)
        {
            (total, position) = (total + sweep.Ended, sweep.Next);
        }

        return total;
    }

    /// <summary>As a node leaves it that is killed when the epoch has committed.</summary>
    private async Task DecideAsync(EndSessionsOfUser end)
    {
        await using var connection = new NpgsqlConnection(storage.Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        (await storage.First.Get<UserSessionsEnd>().DecideAsync(end, connection, transaction, CancellationToken.None)).Should().NotBeNull();
        await transaction.CommitAsync();
    }

    private async Task DecideAsync(EndSessionsOfClient end)
    {
        await using var connection = new NpgsqlConnection(storage.Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        (await storage.First.Get<ClientSessionsEnd>().DecideAsync(end, connection, transaction, CancellationToken.None)).Should().NotBeNull();
        await transaction.CommitAsync();
    }

    private async Task<long> CountLeftAsync() => (await storage.Database.ReadAsync("SELECT COUNT(*) FROM unmarked_ends", row => row.GetInt64(0))).Single();
}
