using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing;
using AuthServer.Testing.Logout;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>Whom the end of a session leaves a logout message for.</summary>
public abstract class LogoutMessageContract(SessionStorage storage) : SessionStoreContract(storage)
{
    public static TheoryData<EndReason> Told => [.. Enum.GetValues<EndReason>().Where(reason => reason != EndReason.ClientDisabled)];

    [Theory]
    [MemberData(nameof(Told))]
    [Spec("OIDC Back-Channel Logout", "2.5")]
    public async Task A_client_that_listens_is_told_of_the_end_whatever_its_reason(EndReason reason)
    {
        var held = await SignInAsync(await Storage.AddUserAsync(), await AddListenerAsync());

        await Store.EndAsync(held.End(reason));

        (await LogoutsOfAsync(held.User.Id)).Should().Equal(new LogoutRecord(held.Client.Id, held.User.Id, held.Id));
    }

    [Fact]
    public async Task A_client_that_was_disabled_is_told_nothing()
    {
        var held = await SignInAsync(await Storage.AddUserAsync(), await AddListenerAsync());

        (await Store.EndAsync(held.End(EndReason.ClientDisabled))).Should().BeTrue();

        (await LogoutsOfAsync(held.User.Id)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_client_that_does_not_listen_is_told_nothing()
    {
        var held = await SignInAsync();

        (await Store.EndAsync(held.End())).Should().BeTrue();

        (await LogoutsOfAsync(held.User.Id)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_second_end_tells_nobody()
    {
        var held = await SignInAsync(await Storage.AddUserAsync(), await AddListenerAsync());
        await Store.EndAsync(held.End());

        (await Store.EndAsync(held.End())).Should().BeFalse();

        (await LogoutsOfAsync(held.User.Id)).Should().ContainSingle();
    }

    [Fact]
    public async Task The_end_of_everything_tells_each_client_that_listens()
    {
        var user = await Storage.AddUserAsync();
        var first = await SignInAsync(user, await AddListenerAsync());
        var second = await SignInAsync(user, await AddListenerAsync());
        await SignInAsync(user, await AddClientAsync());

        await Storage.First.Ends.EndAllOfUserAsync(new EndSessionsOfUser(user.Id, EndReason.PasswordChanged, "server", Callers.Home), CancellationToken.None);

        (await LogoutsOfAsync(user.Id)).Should().BeEquivalentTo(
            [new LogoutRecord(first.Client.Id, user.Id, first.Id), new LogoutRecord(second.Client.Id, user.Id, second.Id)]);
    }
}
