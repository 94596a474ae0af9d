using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Sessions;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>What a withdrawn consent ends.</summary>
public abstract class EndOfUserAtClientContract(SessionStorage storage) : SessionStoreContract(storage)
{
    [Fact]
    public async Task All_sessions_of_the_user_at_that_client_end_and_no_other()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var first = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id });
        var second = await SignInAsync(user, first.Client);
        var elsewhere = await SignInAsync(user, await AddClientAsync());
        var stranger = await SignInAsync(await Storage.AddUserAsync(), first.Client);

        (await EndAsync(user, first.Client)).Should().Be(2);

        (await FindAsync(first)).Ended.Should().Be(EndReason.ConsentWithdrawn);
        (await FindAsync(second)).Ended.Should().Be(EndReason.ConsentWithdrawn);
        (await FindAsync(elsewhere)).IsLive.Should().BeTrue();
        (await FindAsync(stranger)).IsLive.Should().BeTrue();
        (await FindAsync(signIn.Id)).IsLive.Should().BeTrue();
    }

    [Fact]
    public async Task Each_end_is_in_feed_and_audit()
    {
        var held = await SignInAsync();

        await EndAsync(held.User, held.Client);

        (await RevocationsOfAsync(held.Id)).Should().Equal(new RevocationRecord(RevocationSubject.Session, held.Id.ToString(), MinimumEpoch: 0));
        (await RevocationsOfAsync(held.User.Id)).Should().BeEmpty("the user's other tokens stay good");
        (await AuditOfAsync(held.User.Id)).Skip(1).Should().Equal(new AuditRecord(AuditEventTypes.SessionEnded, "user:someone")
        {
            SessionId = held.Id,
            UserId = held.User.Id,
            ClientId = held.Client.Id,
            Reason = "consent_withdrawn",
            Ip = "192.0.2.10",
            UserAgent = "Browser/1.0",
        });
    }

    [Fact]
    public async Task What_had_ended_keeps_its_reason()
    {
        var held = await SignInAsync();
        await Store.EndAsync(held.End(EndReason.SignedOut));

        (await EndAsync(held.User, held.Client)).Should().Be(0);

        (await FindAsync(held)).Ended.Should().Be(EndReason.SignedOut);
    }

    [Fact]
    public async Task More_sessions_than_a_batch_holds_all_end()
    {
        const int Count = 620;
        var (user, client) = (await Storage.AddUserAsync(), await AddListenerAsync());
        foreach (var group in Enumerable.Range(0, Count).Chunk(20))
        {
            await Task.WhenAll(group.Select(_ => SignInAsync(user, client)));
        }

        (await EndAsync(user, client)).Should().Be(Count);

        (await AuditOfAsync(user.Id)).Count(record => record.Type == AuditEventTypes.SessionEnded).Should().Be(Count);
        (await LogoutsOfAsync(user.Id)).Select(record => record.SessionId).Should().OnlyHaveUniqueItems().And.HaveCount(Count);
    }

    private Task<int> EndAsync(TestUser user, ClientRegistration client) => Storage.First.Ends.EndOfUserAtClientAsync(
        new EndSessionsAtClient(user.Id, client.Id, EndReason.ConsentWithdrawn, "user:someone", Callers.Home), CancellationToken.None);
}
