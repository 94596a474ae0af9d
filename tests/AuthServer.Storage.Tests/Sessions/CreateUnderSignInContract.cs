using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>Sessions that start from a browser's sign-in.</summary>
public abstract class CreateUnderSignInContract(SessionStorage storage) : SessionStoreContract(storage)
{
    [Fact]
    public async Task A_session_points_to_the_sign_in_that_it_started_from()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);

        var held = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id });

        (await FindAsync(held)).Session.SignInId.Should().Be(signIn.Id);
        (await AppliedAsync(Store.RotateAsync(held.Rotation()))).Session.SignInId.Should().Be(signIn.Id);
    }

    [Fact]
    public async Task Its_authentication_is_that_of_the_sign_in_and_not_its_own_creation()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var authenticatedAt = signIn.AuthenticatedAt.AddHours(-2);

        var held = await SignInAsync(user, await AddClientAsync(), session => session with
        {
            SignInId = signIn.Id,
            AuthenticatedAt = authenticatedAt.ToOffset(TimeSpan.FromHours(5)),
        });

        var session = (await FindAsync(held)).Session;
        session.AuthenticatedAt.Should().Be(authenticatedAt);
        session.CreatedAt.Should().BeAfter(authenticatedAt);
    }

    [Fact]
    public async Task Without_a_refresh_token_it_ends_with_the_sign_in_at_the_latest()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user, TimeSpan.FromHours(3));

        var held = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id, TokenHash = null, KeyId = 0 });

        var session = (await FindAsync(held)).Session;
        session.AbsoluteExpiresAt.Should().Be(signIn.ExpiresAt);
        session.IdleExpiresAt.Should().Be(signIn.ExpiresAt);
    }

    [Fact]
    public async Task Without_a_refresh_token_it_still_ends_when_its_client_says_so()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user, TimeSpan.FromDays(30));

        var held = await SignInAsync(user, await AddClientAsync(), session => session with
        {
            SignInId = signIn.Id,
            TokenHash = null,
            KeyId = 0,
            IdleLifetime = TimeSpan.FromHours(1),
            AbsoluteLifetime = TimeSpan.FromHours(2),
        });

        var session = (await FindAsync(held)).Session;
        session.AbsoluteExpiresAt.Should().Be(session.CreatedAt.AddHours(2));
        session.IdleExpiresAt.Should().Be(session.CreatedAt.AddHours(1));
    }

    [Fact]
    public async Task With_a_refresh_token_it_outlives_the_sign_in()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user, TimeSpan.FromHours(3));

        var held = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id });
        await Storage.AdvanceAsync(TimeSpan.FromHours(4));

        (await FindAsync(held)).IsLive.Should().BeTrue();
        await RotateAsync(held);
    }

    [Fact]
    public Task An_ended_sign_in_gives_no_session() => RefusesUnderAsync((signIn, _) => EndAsync(signIn));

    [Fact]
    public Task A_sign_in_past_its_expiry_gives_no_session() => RefusesUnderAsync((_, _) => Storage.AdvanceAsync(TimeSpan.FromDays(1)));

    [Fact]
    public async Task A_sign_in_that_does_not_exist_gives_no_session()
    {
        var user = await Storage.AddUserAsync();

        await RefusesAsync(NewSession(user, await AddClientAsync()) with { SignInId = SignInId.New(DateTimeOffset.UtcNow) });
    }

    [Fact]
    public async Task A_sign_in_of_another_user_gives_no_session()
    {
        var signIn = await SignBrowserInAsync(await Storage.AddUserAsync());

        await RefusesAsync(NewSession(await Storage.AddUserAsync(), await AddClientAsync()) with { SignInId = signIn.Id });
    }

    [Fact]
    public async Task A_sign_in_of_an_older_epoch_gives_no_session_even_to_one_who_knows_the_new_one()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        await Storage.RaiseEpochAsync(user.Id, EndReason.PasswordChanged);

        await RefusesAsync(NewSession(user with { Epoch = user.Epoch + 1 }, await AddClientAsync()) with { SignInId = signIn.Id });
    }

    private async Task RefusesUnderAsync(Func<SignIn, TestUser, Task> change)
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var session = NewSession(user, await AddClientAsync()) with { SignInId = signIn.Id };
        await change(signIn, user);

        await RefusesAsync(session);
    }

    private async Task RefusesAsync(NewSession session)
    {
        (await Store.CreateAsync(session, CancellationToken.None)).Should().BeOfType<SessionWrite.NotApplied>();
        (await Storage.ReadRowAsync(session.Id)).Should().BeNull();
    }
}
