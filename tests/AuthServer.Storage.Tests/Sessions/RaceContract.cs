using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>Real parallelism, half of it through another node; what may not happen is counted.</summary>
public abstract class RaceContract(SessionStorage storage) : SessionStoreContract(storage)
{
    private const int Rounds = 300;
    private const int Presenters = 64;

    [Fact]
    public async Task Of_many_rotations_at_once_exactly_one_is_applied()
    {
        var held = await SignInAsync();
        for (var round = 0; round < 10; round++)
        {
            var rotations = Enumerable.Range(0, Presenters).Select(_ => held.Rotation()).ToList();

            var writes = await Task.WhenAll(rotations.Select((rotation, index) => Task.Run(() => StoreOf(index).RotateAsync(rotation))));

            var applied = writes.OfType<SessionWrite.Applied>().Should().ContainSingle().Subject;
            writes.OfType<SessionWrite.NotApplied>().Should().HaveCount(Presenters - 1);
            var winner = rotations[Array.IndexOf(writes, applied)];
            var session = (await FindAsync(held)).Session;
            session.TokenHash.Should().Be(winner.SuccessorHash);
            session.Salt.Should().Equal(winner.Salt);
            session.Generation.Should().Be(held.Generation + 1);
            held = held.After(winner);
        }
    }

    [Fact]
    public async Task Of_many_ends_at_once_exactly_one_counts()
    {
        var held = await SignInAsync();

        var ends = await Task.WhenAll(Enumerable.Range(0, Presenters).Select(index => Task.Run(() => StoreOf(index).EndAsync(held.End()))));

        ends.Count(ended => ended).Should().Be(1);
        (await AuditOfAsync(held.User.Id)).Should().HaveCount(2);
        (await RevocationsOfAsync(held.Id)).Should().ContainSingle();
    }

    [Fact]
    public async Task No_more_retries_are_answered_at_once_than_the_limit()
    {
        var held = await SignInAndRotateAsync(client => client with { RetryLimit = 20 });

        var writes = await Task.WhenAll(Enumerable.Range(0, Presenters).Select(index => Task.Run(() => StoreOf(index).RetryAsync(held.Retry()))));

        writes.OfType<SessionWrite.Applied>().Should().HaveCount(20);
        (await FindAsync(held)).Session.Retries.Should().Be(20);
    }

    [Fact]
    public async Task A_sign_in_racing_a_password_change_never_survives_it()
    {
        var client = await AddClientAsync();
        var created = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var user = await Storage.AddUserAsync();
            var session = NewSession(user, client);

            var (write, _) = await Race.RunAsync(
                round,
                () => Storage.First.Store.CreateAsync(session, CancellationToken.None),
                () => Storage.Second.Ends.EndAllOfUserAsync(new EndSessionsOfUser(user.Id, EndReason.PasswordChanged, "server", Callers.Home), CancellationToken.None));

            created += write is SessionWrite.Applied ? 1 : 0;
            var found = await Store.FindAsync(session.Id, CancellationToken.None);
            (found is not null).Should().Be(write is SessionWrite.Applied);
            (found?.IsLive ?? false).Should().BeFalse();
            if (found is not null)
            {
                found.Session.EndReason.Should().Be(EndReason.PasswordChanged, "its row must have been marked too");
            }
        }

        created.Should().BeInRange(1, Rounds - 1, "both must win now and then for the race to be one");
    }

    [Fact]
    public async Task A_rotation_racing_an_end_never_leaves_the_session_alive()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var rotated = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var held = await SignInAsync(user, client);

            var (write, ended) = await Race.RunAsync(
                round, () => Storage.First.Store.RotateAsync(held.Rotation()), () => Storage.Second.Store.EndAsync(held.End()));

            ended.Should().BeTrue("a rotation is no reason for an end to be lost");
            var snapshot = await FindAsync(held);
            snapshot.Ended.Should().Be(EndReason.UserRevoked);
            snapshot.Session.Generation.Should().Be(write is SessionWrite.Applied ? 1u : 0u);
            rotated += write is SessionWrite.Applied ? 1 : 0;
        }

        rotated.Should().BeInRange(1, Rounds - 1, "both must win now and then for the race to be one");
    }

    [Fact]
    public async Task A_rotation_racing_the_end_of_everything_never_leaves_the_session_alive()
    {
        var client = await AddClientAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var held = await SignInAsync(await Storage.AddUserAsync(), client);

            var (write, _) = await Race.RunAsync(
                round,
                () => Storage.First.Store.RotateAsync(held.Rotation()),
                () => Storage.Second.Ends.EndAllOfUserAsync(new EndSessionsOfUser(held.User.Id, EndReason.PasswordChanged, "server", Callers.Home), CancellationToken.None));

            var snapshot = await FindAsync(held);
            snapshot.IsLive.Should().BeFalse();
            snapshot.Session.EndReason.Should().Be(EndReason.PasswordChanged);
            snapshot.Session.Generation.Should().Be(write is SessionWrite.Applied ? 1u : 0u);
        }
    }

    [Fact]
    public async Task A_retry_racing_the_use_of_its_successor_is_answered_before_it_or_not_at_all()
    {
        var held = await SignInAndRotateAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var rotation = held.Rotation();

            var (retry, rotated) = await Race.RunAsync(
                round, () => Storage.First.Store.RetryAsync(held.Retry()), () => Storage.Second.Store.RotateAsync(rotation));

            rotated.Should().BeOfType<SessionWrite.Applied>();
            if (retry is SessionWrite.Applied applied)
            {
                applied.Snapshot.Session.TokenHash.Should().Be(held.Current, "a retry answers with the successor and never with what came after it");
            }

            held = held.After(rotation);
            (await FindAsync(held)).Session.Retries.Should().Be(0);
        }
    }

    [Fact]
    public async Task Many_sessions_rotate_in_parallel_each_by_itself()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var sessions = await Task.WhenAll(Enumerable.Range(0, Presenters).Select(_ => SignInAsync(user, client)));
        for (var generation = 1u; generation <= 10; generation++)
        {
            var rotations = sessions.Select(held => held.Rotation()).ToList();

            var writes = await Task.WhenAll(rotations.Select((rotation, index) => Task.Run(() => StoreOf(index).RotateAsync(rotation))));

            writes.Should().AllBeOfType<SessionWrite.Applied>();
            writes.Cast<SessionWrite.Applied>().Select(write => write.Snapshot.Session.TokenHash).Should().Equal(rotations.Select(it => (TokenHash?)it.SuccessorHash));
            sessions = [.. sessions.Zip(rotations, (held, rotation) => held.After(rotation))];
        }
    }

    private ISessionStore StoreOf(int index) => (index % 2 == 0 ? Storage.First : Storage.Second).Store;
}
