using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Sessions;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

public abstract class EndAllOfUserContract(SessionStorage storage) : SessionStoreContract(storage)
{
    [Fact]
    public async Task All_sessions_of_the_user_end_and_no_other_user_s()
    {
        var user = await Storage.AddUserAsync();
        var first = await SignInAsync(user, await AddClientAsync());
        var second = await SignInAsync(user, await AddClientAsync());
        var stranger = await SignInAsync(await Storage.AddUserAsync(), first.Client);

        (await EndAllAsync(user.Id)).Should().Be(2);

        (await FindAsync(first)).Session.EndReason.Should().Be(EndReason.PasswordChanged);
        (await FindAsync(second)).Session.EndReason.Should().Be(EndReason.PasswordChanged);
        (await FindAsync(stranger)).IsLive.Should().BeTrue();
    }

    [Fact]
    public async Task The_epoch_is_raised_once_with_feed_and_audit()
    {
        var held = await SignInAsync();

        await EndAllAsync(held.User.Id);

        (await FindAsync(held)).User.Should().Be(new OwnerState(held.User.Epoch + 1, EndReason.PasswordChanged, Disabled: false));
        (await RevocationsOfAsync(held.User.Id)).Should().Equal(new RevocationRecord(RevocationSubject.User, held.User.Id.ToString(), held.User.Epoch + 1));
        (await RevocationsOfAsync(held.Id)).Should().BeEmpty("the user's own entry covers it");
        (await AuditOfAsync(held.User.Id)).Skip(1).Should().Equal(
            new AuditRecord(AuditEventTypes.UserSessionsEnded, "admin:root") { UserId = held.User.Id, Reason = "password_changed", Ip = "192.0.2.10", UserAgent = "Browser/1.0" },
            new AuditRecord(AuditEventTypes.SessionEnded, "admin:root")
            {
                SessionId = held.Id,
                UserId = held.User.Id,
                ClientId = held.Client.Id,
                Reason = "password_changed",
                Ip = "192.0.2.10",
                UserAgent = "Browser/1.0",
            });
    }

    [Fact]
    public async Task What_had_ended_keeps_its_reason()
    {
        var held = await SignInAsync();
        await Store.EndAsync(held.End(EndReason.SignedOut));
        var row = await Storage.ReadRowAsync(held.Id);

        (await EndAllAsync(held.User.Id)).Should().Be(0);

        (await Storage.ReadRowAsync(held.Id)).Should().Be(row);
    }

    [Fact]
    public async Task A_sign_in_after_it_lives()
    {
        var held = await SignInAsync();
        await EndAllAsync(held.User.Id);

        var later = await SignInAsync(held.User with { Epoch = held.User.Epoch + 1 }, held.Client);

        (await FindAsync(later)).IsLive.Should().BeTrue();
    }

    [Fact]
    public async Task A_second_end_spares_what_began_after_the_first_only_until_it_is_decided()
    {
        var held = await SignInAsync();
        await EndAllAsync(held.User.Id);
        var later = await SignInAsync(held.User with { Epoch = held.User.Epoch + 1 }, held.Client);

        (await EndAllAsync(held.User.Id)).Should().Be(1);

        (await FindAsync(later)).IsLive.Should().BeFalse();
    }

    [Fact]
    public async Task The_end_of_all_sessions_of_nobody_is_nothing()
    {
        var nobody = new UserId(Guid.NewGuid());

        (await EndAllAsync(nobody)).Should().Be(0);

        (await RevocationsOfAsync(nobody)).Should().BeEmpty();
        (await AuditOfAsync(nobody)).Should().BeEmpty();
    }

    [Fact]
    public async Task More_sessions_than_two_batches_hold_all_end()
    {
        const int Count = 1_200;
        var user = await Storage.AddUserAsync();
        var client = await AddClientAsync();
        var held = new List<Held>(Count);
        foreach (var group in Enumerable.Range(0, Count).Chunk(20))
        {
            held.AddRange(await Task.WhenAll(group.Select(_ => SignInAsync(user, client))));
        }

        (await EndAllAsync(user.Id)).Should().Be(Count);

        foreach (var one in held)
        {
            (await FindAsync(one)).Session.EndReason.Should().Be(EndReason.PasswordChanged);
        }

        (await AuditOfAsync(user.Id)).Count(record => record.Type == AuditEventTypes.SessionEnded).Should().Be(Count);
    }

    private Task<int> EndAllAsync(UserId user) =>
        Storage.First.Ends.EndAllOfUserAsync(new EndSessionsOfUser(user, EndReason.PasswordChanged, "admin:root", Callers.Home), CancellationToken.None);
}
