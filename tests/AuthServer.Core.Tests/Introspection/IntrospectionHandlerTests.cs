using AuthServer.Core.Clients;
using AuthServer.Core.Introspection;
using AuthServer.Core.Results;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.OAuth;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Introspection;

[Spec("RFC 7662", "2")]
public sealed class IntrospectionHandlerTests : IDisposable
{
    private readonly Engine _engine = new();

    [Fact]
    public async Task The_current_refresh_token_is_active()
    {
        var response = await _engine.SignInAsync(_engine.AsBackend);

        var answer = (await IntrospectAsync(response.RefreshToken!)).Should().BeOfType<IntrospectionResponse.RefreshToken>().Subject;

        answer.Session.Id.Should().Be(_engine.SessionOf(response).Id);
    }

    [Fact]
    public async Task A_refresh_token_that_is_not_current_is_inactive_and_the_session_goes_on()
    {
        var first = await _engine.SignInAsync(_engine.AsBackend);
        var second = await _engine.GrantedAsync(Engine.RefreshForm(first.RefreshToken!), _engine.AsBackend);
        var third = await _engine.GrantedAsync(Engine.RefreshForm(second.RefreshToken!), _engine.AsBackend);

        await InactiveAsync(first.RefreshToken!);
        await InactiveAsync(second.RefreshToken!);

        (await IntrospectAsync(third.RefreshToken!)).Should().BeOfType<IntrospectionResponse.RefreshToken>();
    }

    [Fact]
    public async Task An_access_token_is_active_for_its_client_and_for_its_resource()
    {
        var response = await _engine.SignInAsync(_engine.AsBackend);

        (await IntrospectAsync(response.AccessToken)).Should().BeOfType<IntrospectionResponse.AccessToken>()
            .Which.Claims.SessionId.Should().Be(_engine.SessionOf(response).Id.ToString());
        (await IntrospectAsync(response.AccessToken, AsOrders)).Should().BeOfType<IntrospectionResponse.AccessToken>();
    }

    [Fact]
    public async Task Tokens_of_others_are_inactive()
    {
        var response = await _engine.GrantedAsync(Engine.PasswordForm((Parameters.Scope, "offline_access stock.read")));

        await InactiveAsync(response.RefreshToken!);
        await InactiveAsync(response.AccessToken);
        await InactiveAsync(response.AccessToken, AsOrders);
    }

    [Fact]
    public async Task A_refresh_token_is_nothing_to_a_resource_server()
    {
        var response = await _engine.SignInAsync(_engine.AsBackend);

        await InactiveAsync(response.RefreshToken!, AsOrders);
    }

    [Fact]
    public async Task Nothing_of_an_ended_session_is_active()
    {
        var response = await _engine.SignInAsync(_engine.AsBackend);
        await _engine.Get<SessionEnding>().EndAsync(new EndSession(_engine.SessionOf(response).Id, EndReason.AdminRevoked, "server", Engine.Home));

        await InactiveAsync(response.RefreshToken!);
        await InactiveAsync(response.AccessToken);
    }

    [Fact]
    public async Task Nothing_of_a_user_whose_epoch_was_raised_is_active()
    {
        var response = await _engine.SignInAsync(_engine.AsBackend);
        _engine.Database.Change(_engine.User.Id, user => user with { Epoch = user.Epoch + 1 });

        await InactiveAsync(response.RefreshToken!);
        await InactiveAsync(response.AccessToken);
    }

    [Fact]
    public async Task What_has_expired_is_inactive()
    {
        var response = await _engine.SignInAsync(_engine.AsBackend);
        _engine.Clock.Advance(TimeSpan.FromMinutes(15));
        await InactiveAsync(response.AccessToken);
        _engine.Clock.Advance(TimeSpan.FromDays(14));

        await InactiveAsync(response.RefreshToken!);
        _engine.SessionOf(response).EndedAt.Should().BeNull("introspection ends nothing");
    }

    [Theory]
    [InlineData("")]
    [InlineData("ar_nonsense")]
    [InlineData("a.b.c")]
    public Task What_is_not_ours_is_inactive(string token) => InactiveAsync(token);

    [Fact]
    public async Task Only_clients_that_may_introspect_are_answered()
    {
        var response = await _engine.SignInAsync();

        (await RefusedAsync(response.RefreshToken!, _engine.AsApp)).Code.Should().Be(ErrorCodes.UnauthorizedClient);
        (await RefusedAsync(response.RefreshToken!, new PresentedCredentials.Absent())).Code.Should().Be(ErrorCodes.InvalidClient);
        (await RefusedAsync(null, _engine.AsBackend)).Code.Should().Be(ErrorCodes.InvalidRequest);
    }

    public void Dispose() => _engine.Dispose();

    private static PresentedCredentials AsOrders => new PresentedCredentials.Secret(new ClientId("orders"), Engine.BackendSecret);

    private async Task<Result<IntrospectionAnswer>> HandleAsync(string? token, PresentedCredentials credentials)
    {
        await _engine.ReadyAsync();
        var form = token is null ? Engine.Form() : Engine.Form((Parameters.Token, token));
        return await _engine.Get<IntrospectionHandler>().HandleAsync(new IntrospectionRequest(form, credentials), CancellationToken.None);
    }

    /// <summary>Introspection never writes: whatever is asked, storage and its records stay as they were.</summary>
    private async Task<IntrospectionResponse> IntrospectAsync(string token, PresentedCredentials? credentials = null)
    {
        var session = _engine.Get<RefreshTokenFormat>().Read(token) is RefreshTokenReading.Issued issued ? issued.Token.Session : default;
        var (row, audit, feed) = (_engine.Database.Row(session), _engine.Database.Audit, _engine.Database.Revocations);

        var result = await HandleAsync(token, credentials ?? _engine.AsBackend);

        _engine.Database.Row(session).Should().BeSameAs(row);
        _engine.Database.Audit.Should().Equal(audit);
        _engine.Database.Revocations.Should().Equal(feed);
        result.TryGet(out var answer, out var error).Should().BeTrue(error?.ToString());
        return answer!.Response;
    }

    private async Task InactiveAsync(string token, PresentedCredentials? credentials = null) =>
        (await IntrospectAsync(token, credentials)).Should().BeOfType<IntrospectionResponse.Inactive>();

    private async Task<OAuthError> RefusedAsync(string? token, PresentedCredentials credentials)
    {
        (await HandleAsync(token, credentials)).TryGet(out _, out var error).Should().BeFalse();
        return error!;
    }
}
