using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Logout;
using AuthServer.Testing.Sessions;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

public abstract class EndAllOfClientContract(SessionStorage storage) : SessionStoreContract(storage)
{
    [Fact]
    public async Task All_sessions_of_the_client_end_whoever_s_they_are_and_none_of_another()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var first = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id });
        var second = await SignInAsync(await Storage.AddUserAsync(), first.Client);
        var elsewhere = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id });

        (await EndAsync(first.Client)).Should().Be(2);

        (await FindAsync(first)).Session.EndReason.Should().Be(EndReason.AdminRevoked);
        (await FindAsync(second)).Session.EndReason.Should().Be(EndReason.AdminRevoked);
        (await FindAsync(elsewhere)).IsLive.Should().BeTrue();
        (await FindAsync(signIn.Id)).IsLive.Should().BeTrue();
    }

    [Fact]
    public async Task Epoch_and_version_are_raised_once_with_feed_and_audit()
    {
        var held = await SignInAsync();

        await EndAsync(held.Client);

        var now = await FindAsync(held);
        now.Client.Should().Be(new OwnerState(held.Client.Epoch + 1, EndReason.AdminRevoked, Disabled: false));
        now.ClientVersion.Should().Be(held.Client.Version + 1, "what nodes remember of it is out of date");
        (await RevocationsOfAsync(held.Client.Id)).Should().Equal(new RevocationRecord(RevocationSubject.Client, held.Client.Id.Value, held.Client.Epoch + 1));
        (await RevocationsOfAsync(held.Id)).Should().BeEmpty("the client's own entry covers it");
        (await Storage.ReadAuditAsync()).Where(record => record.ClientId == held.Client.Id).Skip(1).Should().Equal(
            new AuditRecord(AuditEventTypes.ClientSessionsEnded, "admin:root")
            {
                ClientId = held.Client.Id,
                Reason = "admin_revoked",
                Detail = "moved",
                Ip = "192.0.2.10",
                UserAgent = "Browser/1.0",
            },
            new AuditRecord(AuditEventTypes.SessionEnded, "admin:root")
            {
                SessionId = held.Id,
                UserId = held.User.Id,
                ClientId = held.Client.Id,
                Reason = "admin_revoked",
                Detail = "moved",
                Ip = "192.0.2.10",
                UserAgent = "Browser/1.0",
            });
    }

    [Fact]
    public async Task What_begins_afterwards_lives_and_what_had_ended_keeps_its_reason()
    {
        var held = await SignInAsync();
        await Store.EndAsync(held.End(EndReason.SignedOut));
        await EndAsync(held.Client);
        var now = held.Client with { Epoch = held.Client.Epoch + 1, Version = held.Client.Version + 1 };

        var later = await SignInAsync(held.User, now);

        (await FindAsync(later)).IsLive.Should().BeTrue();
        (await FindAsync(held)).Ended.Should().Be(EndReason.SignedOut);
    }

    [Fact]
    public async Task Codes_that_were_not_spent_yet_are_void()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var code = await AddCodeAsync(user, client);
        await EndAsync(client);

        var late = NewSession(user, client with { Epoch = client.Epoch + 1, Version = client.Version + 1 }) with { Spends = code };

        (await Store.CreateAsync(late, CancellationToken.None)).Should().BeOfType<SessionWrite.NotApplied>();
    }

    [Theory]
    [InlineData(EndReason.AdminRevoked, true)]
    [InlineData(EndReason.ClientDisabled, false)]
    public async Task The_client_is_told_unless_it_is_disabled(EndReason reason, bool told)
    {
        var held = await SignInAsync(await Storage.AddUserAsync(), await AddListenerAsync());

        await EndAsync(held.Client, reason);

        (await LogoutsOfAsync(held.User.Id)).Should().Equal(told ? [new LogoutRecord(held.Client.Id, held.User.Id, held.Id)] : []);
    }

    [Fact]
    public async Task The_end_of_a_client_that_does_not_exist_is_nothing()
    {
        var nobody = new ClientRegistration { Id = new ClientId($"none-{Guid.NewGuid():N}"), Type = ClientType.Public };

        (await EndAsync(nobody)).Should().Be(0);

        (await RevocationsOfAsync(nobody.Id)).Should().BeEmpty();
    }

    [Fact]
    public async Task More_sessions_than_two_batches_hold_all_end()
    {
        const int Count = 1_100;
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        foreach (var group in Enumerable.Range(0, Count).Chunk(20))
        {
            await Task.WhenAll(group.Select(_ => SignInAsync(user, client)));
        }

        (await EndAsync(client)).Should().Be(Count);

        (await AuditOfAsync(user.Id)).Where(record => record.Type == AuditEventTypes.SessionEnded).Select(record => record.SessionId)
            .Should().OnlyHaveUniqueItems().And.HaveCount(Count);
    }

    [Fact]
    public async Task A_sign_in_racing_it_never_survives_it()
    {
        const int Rounds = 200;
        var created = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
            var session = NewSession(user, client);

            var (write, _) = await Race.RunAsync(round, () => Storage.First.Store.CreateAsync(session, CancellationToken.None), () => EndAsync(client));

            created += write is SessionWrite.Applied ? 1 : 0;
            var found = await Store.FindAsync(session.Id, CancellationToken.None);
            (found is not null).Should().Be(write is SessionWrite.Applied);
            (found?.Session.EndReason ?? EndReason.AdminRevoked).Should().Be(EndReason.AdminRevoked, "its row must have been marked too");
            (found?.IsLive ?? false).Should().BeFalse();
        }

        created.Should().BeInRange(1, Rounds - 1, "both must win now and then for the race to be one");
    }

    private Task<int> EndAsync(ClientRegistration client, EndReason reason = EndReason.AdminRevoked) => Storage.Second.Ends.EndAllOfClientAsync(
        new EndSessionsOfClient(client.Id, reason, "admin:root", Callers.Home) { Note = "moved" }, CancellationToken.None);
}
