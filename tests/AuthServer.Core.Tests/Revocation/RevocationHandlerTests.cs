using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Core.Revocation;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.OAuth;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Revocation;

[Spec("RFC 7009", "2.1")]
public sealed class RevocationHandlerTests : IDisposable
{
    private readonly Engine _engine = new();

    [Fact]
    public async Task The_current_refresh_token_signs_its_session_out()
    {
        var response = await _engine.SignInAsync();

        (await RevokeAsync(response.RefreshToken!)).Should().BeNull();

        _engine.SessionOf(response).EndReason.Should().Be(EndReason.SignedOut);
        var record = _engine.Database.Audit.Single(record => record.Type == AuditEventTypes.SessionEnded);
        record.Actor.Should().Be("client:app");
        record.Reason.Should().Be("signed_out");
        (await _engine.RefusedAsync(Engine.RefreshForm(response.RefreshToken!))).Reason.Should().Be("signed_out");
    }

    [Fact]
    public async Task A_refresh_token_of_any_age_signs_its_session_out_and_is_no_theft()
    {
        var first = await _engine.SignInAsync();
        var second = await _engine.GrantedAsync(Engine.RefreshForm(first.RefreshToken!));
        await _engine.GrantedAsync(Engine.RefreshForm(second.RefreshToken!));

        (await RevokeAsync(first.RefreshToken!)).Should().BeNull();

        _engine.SessionOf(first).EndReason.Should().Be(EndReason.SignedOut);
    }

    [Fact]
    public async Task An_access_token_signs_its_session_out_expired_or_not()
    {
        var response = await _engine.SignInAsync();
        _engine.Clock.Advance(TimeSpan.FromHours(1));

        (await RevokeAsync(response.AccessToken)).Should().BeNull();

        _engine.SessionOf(response).EndReason.Should().Be(EndReason.SignedOut);
    }

    [Fact]
    [Spec("RFC 7009", "2.2")]
    public async Task What_is_not_ours_or_has_ended_is_a_success()
    {
        var response = await _engine.SignInAsync();
        await RevokeAsync(response.RefreshToken!);
        var audit = _engine.Database.Audit;

        (await RevokeAsync(response.RefreshToken!)).Should().BeNull();
        (await RevokeAsync("ar_nonsense")).Should().BeNull();
        (await RevokeAsync("a.b.c")).Should().BeNull();
        (await RevokeAsync("")).Should().BeNull();

        _engine.Database.Audit.Should().Equal(audit);
    }

    [Fact]
    public async Task A_token_of_another_client_is_refused_and_its_session_goes_on()
    {
        var response = await _engine.SignInAsync();

        (await RevokeAsync(response.RefreshToken!, _engine.AsBackend))!.Code.Should().Be(ErrorCodes.InvalidGrant);
        (await RevokeAsync(response.AccessToken, _engine.AsBackend))!.Code.Should().Be(ErrorCodes.InvalidGrant);

        _engine.SessionOf(response).EndedAt.Should().BeNull();
    }

    [Fact]
    public async Task The_client_must_show_who_it_is_and_name_a_token()
    {
        var response = await _engine.SignInAsync();

        (await RevokeAsync(response.RefreshToken!, new PresentedCredentials.Absent()))!.Code.Should().Be(ErrorCodes.InvalidClient);
        (await _engine.Get<RevocationHandler>().HandleAsync(new RevocationRequest(Engine.Form(), _engine.AsApp, Engine.Home), CancellationToken.None))!
            .Code.Should().Be(ErrorCodes.InvalidRequest);
        _engine.SessionOf(response).EndedAt.Should().BeNull();
    }

    [Fact]
    public async Task A_token_under_a_key_that_is_not_here_yet_is_not_called_revoked()
    {
        using var other = new Engine();
        other.MasterKeys.Add(Testing.Keys.InMemoryMasterKeySource.NewKey(2, other.Clock.GetUtcNow()));
        other.Get<Core.Keys.RefreshTokenKeyRing>().Reload();
        var response = await other.SignInAsync();

        (await RevokeAsync(response.RefreshToken!))!.Code.Should().Be(ErrorCodes.TemporarilyUnavailable);
    }

    public void Dispose() => _engine.Dispose();

    private Task<OAuthError?> RevokeAsync(string token, PresentedCredentials? credentials = null) => _engine.Get<RevocationHandler>().HandleAsync(
        new RevocationRequest(Engine.Form((Parameters.Token, token)), credentials ?? _engine.AsApp, Engine.Home), CancellationToken.None);
}
