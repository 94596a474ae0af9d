using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>Codes under real parallelism, half of it through another node.</summary>
public abstract class SpendRaceContract(SessionStorage storage) : SessionStoreContract(storage)
{
    private const int Rounds = 300;
    private const int Presenters = 32;

    [Fact]
    [Spec("RFC 6749", "4.1.2")]
    public async Task Of_many_presentations_of_one_code_at_once_exactly_one_gets_a_session()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        for (var round = 0; round < 10; round++)
        {
            var signIn = await SignBrowserInAsync(user);
            var code = await AddCodeAsync(user, client);
            var sessions = Enumerable.Range(0, Presenters).Select(_ => NewSession(user, client) with { SignInId = signIn.Id, Spends = code }).ToList();

            var writes = await Task.WhenAll(sessions.Select((session, index) => Task.Run(() =>
                (index % 2 == 0 ? Storage.First : Storage.Second).Store.CreateAsync(session, CancellationToken.None))));

            var applied = writes.OfType<SessionWrite.Applied>().Should().ContainSingle().Subject;
            writes.OfType<SessionWrite.NotApplied>().Should().HaveCount(Presenters - 1);
            (await FindAsync(code))!.SessionId.Should().Be(applied.Snapshot.Session.Id);
            (await EndAsync(signIn)).Should().Equal(applied.Snapshot.Session.Id);
        }
    }

    [Fact]
    public async Task A_code_racing_the_withdrawal_of_the_consent_that_it_stands_on_never_leaves_a_session_alive()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        for (var round = 0; round < Rounds; round++)
        {
            await Storage.First.Consents.GrantAsync(user.Id, client.Id, ScopeSet.Of(["openid"]), CancellationToken.None);
            var code = await AddCodeAsync(user, client);
            var session = NewSession(user, client) with { Spends = code, NeedsConsent = true };

            var (write, _) = await Race.RunAsync(
                round,
                () => Storage.First.Store.CreateAsync(session, CancellationToken.None),
                () => WithdrawAsync(user.Id, client.Id));

            var found = await Store.FindAsync(session.Id, CancellationToken.None);
            (found is not null).Should().Be(write is SessionWrite.Applied);
            (found?.Session.EndReason).Should().Be(found is null ? null : EndReason.ConsentWithdrawn);
        }
    }

    [Fact]
    public async Task A_code_racing_a_password_change_never_leaves_a_session_alive()
    {
        var client = await AddClientAsync();
        var spent = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var user = await Storage.AddUserAsync();
            var code = await AddCodeAsync(user, client);
            var session = NewSession(user, client) with { Spends = code };

            var (write, _) = await Race.RunAsync(
                round,
                () => Storage.First.Store.CreateAsync(session, CancellationToken.None),
                () => Storage.Second.Ends.EndAllOfUserAsync(new EndSessionsOfUser(user.Id, EndReason.PasswordChanged, "server", Callers.Home), CancellationToken.None));

            var isApplied = write is SessionWrite.Applied;
            spent += isApplied ? 1 : 0;
            ((await FindAsync(code))!.SpentAt is not null).Should().Be(isApplied);
            var found = await Store.FindAsync(session.Id, CancellationToken.None);
            (found is not null).Should().Be(isApplied);
            if (found is not null)
            {
                found.Session.EndReason.Should().Be(EndReason.PasswordChanged);
            }
        }

        spent.Should().BeInRange(1, Rounds - 1, "both must win now and then for the race to be one");
    }

    [Fact]
    public async Task A_code_racing_a_change_of_its_client_is_spent_with_a_session_or_not_at_all()
    {
        var user = await Storage.AddUserAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var client = await AddClientAsync();
            var code = await AddCodeAsync(user, client);
            var session = NewSession(user, client) with { Spends = code };

            var (write, _) = await Race.RunAsync(
                round,
                () => Storage.First.Store.CreateAsync(session, CancellationToken.None),
                async () =>
                {
                    await Storage.ChangeAsync(client.Id);
                    return true;
                });

            (await FindAsync(code))!.SessionId.Should().Be(write is SessionWrite.Applied ? session.Id : null);
        }
    }

    private async Task<bool> WithdrawAsync(UserId user, ClientId client)
    {
        await Storage.Second.Consents.WithdrawAsync(user, client, CancellationToken.None);
        await Storage.Second.Ends.EndOfUserAtClientAsync(
            new EndSessionsAtClient(user, client, EndReason.ConsentWithdrawn, "server", Callers.Home), CancellationToken.None);
        return true;
    }
}
