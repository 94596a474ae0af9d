using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Keys;
using AuthServer.Core.Sessions;
using AuthServer.Core.Tokens;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;
using AuthServer.Testing;
using AuthServer.Testing.Clients;
using AuthServer.Testing.Users;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Core.Tests.Tokens;

/// <summary>The way of a token request through the engine.</summary>
public sealed class TokenRequestHandlerTests : IDisposable
{
    private readonly Engine _engine = new();

    [Fact]
    [Spec("RFC 6749", "5.2")]
    public async Task The_client_is_authenticated_before_anything_else_is_looked_at()
    {
        var error = await _engine.RefusedAsync(Engine.Form(), new PresentedCredentials.Name(new ClientId("nobody")));

        error.Code.Should().Be(ErrorCodes.InvalidClient);
    }

    [Fact]
    [Spec("RFC 6749", "5.2")]
    public async Task A_grant_that_is_missing_unknown_or_not_allowed_is_refused()
    {
        _engine.Database.Save(_engine.App with { GrantTypes = [GrantTypes.RefreshToken] });

        (await _engine.RefusedAsync(Engine.Form())).Code.Should().Be(ErrorCodes.InvalidRequest);
        (await _engine.RefusedAsync(Engine.Form((Parameters.GrantType, "implicit")))).Code.Should().Be(ErrorCodes.UnsupportedGrantType);
        (await _engine.RefusedAsync(Engine.Form((Parameters.GrantType, "PASSWORD")))).Code.Should().Be(ErrorCodes.UnsupportedGrantType);
        (await _engine.RefusedAsync(Engine.PasswordForm())).Code.Should().Be(ErrorCodes.UnauthorizedClient);
        _engine.Get<InMemoryPasswordAuthenticator>().Checks.Should().Be(0);
    }

    [Fact]
    [Spec("RFC 6749", "4.3.2")]
    public async Task What_the_request_gets_wrong_is_said_before_a_password_is_looked_at()
    {
        (await _engine.RefusedAsync(Engine.Form((Parameters.GrantType, "password"), (Parameters.Username, "ada")))).Code.Should().Be(ErrorCodes.InvalidRequest);
        (await _engine.RefusedAsync(Engine.Form((Parameters.GrantType, "password"), (Parameters.Password, "x")))).Code.Should().Be(ErrorCodes.InvalidRequest);
        (await _engine.RefusedAsync(Engine.PasswordForm((Parameters.Scope, "orders.write")))).Code.Should().Be(ErrorCodes.InvalidScope);
        _engine.Get<InMemoryPasswordAuthenticator>().Checks.Should().Be(0);
    }

    [Fact]
    public async Task Wrong_credentials_answer_alike()
    {
        var wrong = await _engine.RefusedAsync(Engine.Form((Parameters.GrantType, "password"), (Parameters.Username, "ada"), (Parameters.Password, "wrong")));
        var unknown = await _engine.RefusedAsync(Engine.Form((Parameters.GrantType, "password"), (Parameters.Username, "nobody"), (Parameters.Password, "wrong")));
        _engine.Database.Change(_engine.User.Id, user => user with { Disabled = true });
        var disabled = await _engine.RefusedAsync(Engine.PasswordForm());

        new[] { wrong, unknown, disabled }.Select(error => error with { Detail = null }).Distinct().Should().ContainSingle().Which.Code.Should().Be(ErrorCodes.InvalidGrant);
        _engine.Database.Audit.Should().BeEmpty();
    }

    [Fact]
    public async Task Too_many_passwords_at_once_are_answered_as_unavailable()
    {
        _engine.Get<InMemoryPasswordAuthenticator>().Busy = true;

        var error = await _engine.RefusedAsync(Engine.PasswordForm());

        error.Code.Should().Be(ErrorCodes.TemporarilyUnavailable);
        error.RetryAfter.Should().BePositive();
    }

    [Fact]
    public async Task A_refresh_token_is_given_for_offline_access_alone()
    {
        var response = await _engine.GrantedAsync(Engine.PasswordForm((Parameters.Scope, "openid orders.read")));

        response.RefreshToken.Should().BeNull();
        _engine.Database.Audit.Should().ContainSingle(record => record.Type == AuditEventTypes.SessionCreated, "the session is there all the same");
    }

    [Fact]
    [Spec("RFC 6749", "6")]
    public async Task A_refresh_answers_with_new_tokens_of_the_same_session()
    {
        var first = await _engine.SignInAsync();

        var second = await _engine.GrantedAsync(Engine.RefreshForm(first.RefreshToken!));

        second.RefreshToken.Should().NotBe(first.RefreshToken);
        second.AccessToken.Should().NotBe(first.AccessToken);
        _engine.SessionOf(second).Id.Should().Be(_engine.SessionOf(first).Id);
        _engine.SessionOf(second).Generation.Should().Be(1);
    }

    [Fact]
    public async Task A_refresh_token_that_is_missing_malformed_or_forged_is_refused_without_storage()
    {
        using var engine = new Engine(services => services.AddSingleton<ISessionStore, UntouchableSessionStore>());

        (await engine.RefusedAsync(Engine.Form((Parameters.GrantType, "refresh_token")))).Code.Should().Be(ErrorCodes.InvalidRequest);
        (await engine.RefusedAsync(Engine.RefreshForm("ar_nonsense"))).Code.Should().Be(ErrorCodes.InvalidGrant);
        (await engine.RefusedAsync(Engine.RefreshForm("ar_" + new string('A', 94)))).Code.Should().Be(ErrorCodes.InvalidGrant);
        (await engine.RefusedAsync(Engine.RefreshForm("ar_AQE" + new string('A', 91)))).Code.Should().Be(ErrorCodes.InvalidGrant);
        (await engine.RefusedAsync(Engine.RefreshForm("ar_" + new string('!', 94)))).Code.Should().Be(ErrorCodes.InvalidGrant);
    }

    [Fact]
    public async Task A_refresh_token_under_a_key_that_is_not_here_yet_is_answered_as_unavailable()
    {
        using var ahead = new Engine();
        ahead.MasterKeys.Add(Testing.Keys.InMemoryMasterKeySource.NewKey(2, ahead.Clock.GetUtcNow()));
        ahead.Get<RefreshTokenKeyRing>().Reload();
        var response = await ahead.SignInAsync();

        var error = await _engine.RefusedAsync(Engine.RefreshForm(response.RefreshToken!));

        error.Code.Should().Be(ErrorCodes.TemporarilyUnavailable);
        error.RetryAfter.Should().BePositive();
    }

    [Fact]
    public async Task A_scope_that_is_no_list_is_refused_before_the_token_is_used()
    {
        var response = await _engine.SignInAsync();

        (await _engine.RefusedAsync(Engine.RefreshForm(response.RefreshToken!, (Parameters.Scope, "openid  roles")))).Code.Should().Be(ErrorCodes.InvalidScope);

        _engine.SessionOf(response).Generation.Should().Be(0);
    }

    [Fact]
    public async Task A_client_that_was_registered_anew_is_served_at_the_second_turn()
    {
        var response = await _engine.SignInAsync();
        _engine.Database.Save(_engine.App with { AccessTokenLifetime = TimeSpan.FromMinutes(1) });

        var refreshed = await _engine.GrantedAsync(Engine.RefreshForm(response.RefreshToken!));

        refreshed.ExpiresIn.Should().Be(60, "the new registration counts at once");
        _engine.SessionOf(refreshed).Generation.Should().Be(1);
    }

    [Fact]
    public async Task A_client_that_was_registered_anew_signs_in_at_the_second_turn()
    {
        await _engine.SignInAsync();
        _engine.Database.Save(_engine.App with { AccessTokenLifetime = TimeSpan.FromMinutes(1) });

        (await _engine.SignInAsync()).ExpiresIn.Should().Be(60);
    }

    [Fact]
    public async Task A_client_that_has_been_disabled_meanwhile_is_no_client_any_more()
    {
        var response = await _engine.SignInAsync();
        _engine.Database.Save(_engine.App with { Disabled = true });

        (await _engine.RefusedAsync(Engine.PasswordForm())).Code.Should().Be(ErrorCodes.InvalidClient);
        (await _engine.RefusedAsync(Engine.RefreshForm(response.RefreshToken!))).Code.Should().Be(ErrorCodes.InvalidClient);
    }

    [Fact]
    public async Task A_client_whose_registration_keeps_changing_is_asked_to_come_back()
    {
        using var engine = new Engine(services => services.AddSingleton<IClientStore>(provider =>
            new RestlessClientStore(provider.GetRequiredService<InMemoryDatabase>())));

        (await engine.RefusedAsync(Engine.PasswordForm())).Code.Should().Be(ErrorCodes.TemporarilyUnavailable);
    }

    [Fact]
    public async Task A_sign_in_that_was_overtaken_by_a_password_change_looks_like_a_wrong_password()
    {
        using var engine = new Engine(services => services.AddSingleton<IPasswordAuthenticator>(provider =>
            new SlowPasswordAuthenticator(provider.GetRequiredService<InMemoryPasswordAuthenticator>(), provider.GetRequiredService<ISessionEnds>())));

        var error = await engine.RefusedAsync(Engine.PasswordForm());

        error.Code.Should().Be(ErrorCodes.InvalidGrant);
        (error with { Detail = null }).Should().Be(await _engine.RefusedAsync(
            Engine.Form((Parameters.GrantType, "password"), (Parameters.Username, "ada"), (Parameters.Password, "wrong"))) with
        { Detail = null });
    }

    [Fact]
    public async Task Without_a_signing_key_nothing_is_written()
    {
        var request = new TokenRequest(Engine.PasswordForm(), _engine.AsApp, Engine.NoProof, Engine.Home);

        (await _engine.Get<TokenRequestHandler>().HandleAsync(request, CancellationToken.None)).TryGet(out _, out var error).Should().BeFalse();

        error!.Code.Should().Be(ErrorCodes.TemporarilyUnavailable);
        _engine.Database.Audit.Should().BeEmpty();
    }

    [Fact]
    [Spec("RFC 9700", "4.14.2")]
    public async Task A_token_that_was_used_twice_ends_its_session()
    {
        var first = await _engine.SignInAsync();
        var second = await _engine.GrantedAsync(Engine.RefreshForm(first.RefreshToken!));
        var third = await _engine.GrantedAsync(Engine.RefreshForm(second.RefreshToken!));

        (await _engine.RefusedAsync(Engine.RefreshForm(first.RefreshToken!))).Code.Should().Be(ErrorCodes.InvalidGrant);

        var error = await _engine.RefusedAsync(Engine.RefreshForm(third.RefreshToken!));
        error.Code.Should().Be(ErrorCodes.InvalidGrant);
        error.Reason.Should().Be("revoked");
    }

    public void Dispose() => _engine.Dispose();

    /// <summary>Registers the client anew at every look, so that what was seen is always old.</summary>
    private sealed class RestlessClientStore(InMemoryDatabase database) : IClientStore
    {
        private readonly InMemoryClientStore _inner = new(database);

        public async Task<ClientRegistration?> FindAsync(ClientId id, CancellationToken cancellationToken)
        {
            var seen = await _inner.FindAsync(id, cancellationToken);
            database.Save(seen!);
            return seen;
        }

        public Task<IReadOnlyList<string>> ListAllowedOriginsAsync(CancellationToken cancellationToken) => _inner.ListAllowedOriginsAsync(cancellationToken);
    }

    /// <summary>Takes so long that the password is changed before it has answered.</summary>
    private sealed class SlowPasswordAuthenticator(IPasswordAuthenticator inner, ISessionEnds ends) : IPasswordAuthenticator
    {
        public async Task<PasswordOutcome> AuthenticateAsync(string userName, string password, Caller caller, CancellationToken cancellationToken)
        {
            var outcome = await inner.AuthenticateAsync(userName, password, caller, cancellationToken);
            var user = ((PasswordOutcome.Accepted)outcome).UserId;
            await ends.EndAllOfUserAsync(new EndSessionsOfUser(user, EndReason.PasswordChanged, Actors.Server, caller), cancellationToken);
            return outcome;
        }
    }
}
