using System.Text.Json;
using AuthServer.Core.Keys;
using AuthServer.Core.Proofs;
using AuthServer.Core.Scopes;
using AuthServer.Core.Sessions;
using AuthServer.Core.Tokens;
using AuthServer.Core.Users;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Tokens;

[Spec("RFC 9068", "2.2")]
public sealed class TokenIssuerTests : IDisposable
{
    private readonly Engine _engine = new();

    [Fact]
    public async Task An_access_token_says_what_the_profile_asks_for()
    {
        var response = await _engine.SignInAsync();
        var session = _engine.SessionOf(response);

        var claims = Claims(response);

        claims.EnumerateObject().Select(claim => claim.Name).Should().BeEquivalentTo(
            ["iss", "sub", "aud", "client_id", "scope", "iat", "exp", "jti", "sid", "auth_time", "acr", "amr", "epoch", "client_epoch"]);
        Text(claims, "iss").Should().Be(Engine.Issuer);
        Text(claims, "sub").Should().Be(_engine.User.Id.ToString());
        Text(claims, "aud").Should().Be("orders");
        Text(claims, "client_id").Should().Be("app");
        Text(claims, "scope").Should().Be("openid offline_access orders.read");
        Text(claims, "sid").Should().Be(session.Id.ToString());
        Text(claims, "acr").Should().Be("1");
        claims.GetProperty("amr").EnumerateArray().Select(method => method.GetString()).Should().Equal("pwd");
        claims.GetProperty("iat").GetInt64().Should().Be(_engine.Clock.GetUtcNow().ToUnixTimeSeconds());
        claims.GetProperty("exp").GetInt64().Should().Be(_engine.Clock.GetUtcNow().AddMinutes(15).ToUnixTimeSeconds());
        claims.GetProperty("auth_time").GetInt64().Should().Be(session.AuthenticatedAt.ToUnixTimeSeconds());
        claims.GetProperty("epoch").GetInt32().Should().Be(_engine.User.Epoch);
        claims.GetProperty("client_epoch").GetInt32().Should().Be(_engine.App.Epoch);
    }

    [Fact]
    [Spec("RFC 9068", "2.1")]
    public async Task Its_header_names_its_kind_and_the_key_that_signed()
    {
        var response = await _engine.SignInAsync();

        var header = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(response.AccessToken.Split('.')[0])).RootElement;

        Text(header, "typ").Should().Be("at+jwt");
        Text(header, "alg").Should().Be("ES256");
        Text(header, "kid").Should().Be(_engine.Get<SigningKeyRing>().AccessTokenKey!.KeyId);
    }

    [Fact]
    [Spec("RFC 6749", "5.1")]
    public async Task The_answer_says_how_long_both_tokens_live_and_what_was_granted()
    {
        var response = await _engine.SignInAsync();

        response.ExpiresIn.Should().Be(15 * 60);
        response.RefreshTokenExpiresIn.Should().Be(14 * 24 * 60 * 60);
        response.Scope.Should().Be("openid offline_access orders.read");
        response.ToString().Should().NotContain(response.AccessToken[..20]).And.NotContain(response.RefreshToken![..20]);
    }

    [Fact]
    [Spec("RFC 7519", "4.1.7")]
    public async Task No_token_has_the_name_of_another()
    {
        var first = await _engine.SignInAsync();
        var second = await _engine.GrantedAsync(Engine.RefreshForm(first.RefreshToken!));

        Text(Claims(second), "jti").Should().NotBe(Text(Claims(first), "jti"));
    }

    [Fact]
    public async Task Roles_go_out_with_their_scope_alone_and_are_those_of_now()
    {
        var response = await _engine.GrantedAsync(Engine.PasswordForm((Parameters.Scope, "offline_access roles")));
        Roles(response).Should().Equal("clerk");
        _engine.Database.Change(_engine.User.Id, user => user with { Claims = new UserClaims { Roles = ["auditor", "clerk"] } });

        Roles(await _engine.GrantedAsync(Engine.RefreshForm(response.RefreshToken!))).Should().Equal("auditor", "clerk");
    }

    [Fact]
    public async Task Administration_leaves_the_token_when_the_role_is_taken_away()
    {
        _engine.Database.Change(_engine.User.Id, user => user with { Claims = new UserClaims { Roles = ["admin"] } });
        var response = await _engine.GrantedAsync(Engine.PasswordForm((Parameters.Scope, "offline_access orders.read authserver.admin")));
        response.Scope.Should().Contain(ScopeNames.Administration);
        _engine.Database.Change(_engine.User.Id, user => user with { Claims = UserClaims.None });

        var refreshed = await _engine.GrantedAsync(Engine.RefreshForm(response.RefreshToken!));

        refreshed.Scope.Should().Be("offline_access orders.read");
        Text(Claims(refreshed), "scope").Should().Be(refreshed.Scope);
    }

    [Theory]
    [InlineData("offline_access orders.read stock.read", "orders stock")]
    [InlineData("orders.read", "orders")]
    [InlineData("openid", Engine.Issuer)]
    [Spec("RFC 9068", "3")]
    public async Task It_is_for_the_resources_that_its_scopes_open(string scope, string audiences)
    {
        var response = await _engine.GrantedAsync(Engine.PasswordForm((Parameters.Scope, scope)));

        Audiences(response).Should().Equal(audiences.Split(' '));
    }

    [Fact]
    public async Task Narrowed_scopes_narrow_the_audience()
    {
        var response = await _engine.GrantedAsync(Engine.PasswordForm((Parameters.Scope, "offline_access orders.read stock.read")));

        var narrowed = await _engine.GrantedAsync(Engine.RefreshForm(response.RefreshToken!, (Parameters.Scope, "stock.read")));

        Audiences(narrowed).Should().Equal("stock");
        Audiences(await _engine.GrantedAsync(Engine.RefreshForm(narrowed.RefreshToken!))).Should().Equal("orders", "stock");
    }

    [Fact]
    public async Task No_access_token_outlives_its_session()
    {
        _engine.Database.Save(_engine.App with { SessionIdleLifetime = TimeSpan.FromDays(2), SessionAbsoluteLifetime = TimeSpan.FromDays(2) });
        var response = await _engine.SignInAsync();
        _engine.Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromMinutes(3));

        var last = await _engine.GrantedAsync(Engine.RefreshForm(response.RefreshToken!));

        last.ExpiresIn.Should().Be(3 * 60);
        last.RefreshTokenExpiresIn.Should().Be(3 * 60);
        Claims(last).GetProperty("exp").GetInt64().Should().Be(_engine.SessionOf(last).AbsoluteExpiresAt.ToUnixTimeSeconds());
    }

    [Fact]
    [Spec("RFC 9449", "6.1")]
    public async Task A_bound_token_names_its_key()
    {
        var response = await _engine.SignInAsync();
        var snapshot = (await _engine.Get<ISessionStore>().FindAsync(_engine.SessionOf(response).Id, CancellationToken.None))!;

        var issuer = _engine.Get<TokenIssuer>();
        (await issuer.PrepareAsync(_engine.App, CancellationToken.None)).TryGet(out var material, out _).Should().BeTrue();

        var minted = issuer.Mint(new GrantedSession(snapshot, snapshot.Session.Scopes, RefreshToken: null), _engine.App, new KeyBinding("its-key", null), material!);

        Text(Claims(minted).GetProperty("cnf"), "jkt").Should().Be("its-key");
        minted.RefreshToken.Should().BeNull();
        minted.RefreshTokenExpiresIn.Should().BeNull();
    }

    [Fact]
    public async Task The_reader_takes_what_was_minted_until_it_expires()
    {
        var response = await _engine.SignInAsync();
        var reader = _engine.Get<AccessTokenReader>();
        reader.ReadValid(response.AccessToken)!.Subject.Should().Be(_engine.User.Id.ToString());

        _engine.Clock.Advance(TimeSpan.FromMinutes(15));

        reader.ReadValid(response.AccessToken).Should().BeNull();
        reader.Read(response.AccessToken).Should().NotBeNull("enough to end the session that it names");
    }

    [Fact]
    public async Task The_reader_takes_no_token_of_another_kind_or_issuer()
    {
        await _engine.ReadyAsync();
        var (reader, key) = (_engine.Get<AccessTokenReader>(), _engine.Get<SigningKeyRing>().AccessTokenKey!);

        reader.Read(JwtWriter.Sign(key, "JWT", "{\"iss\":\"https://auth.example\"}"u8)).Should().BeNull();
        reader.Read(JwtWriter.Sign(key, "at+jwt", "{\"iss\":\"https://other.example\"}"u8)).Should().BeNull();
        reader.Read("not a token").Should().BeNull();
    }

    [Fact]
    public async Task Scopes_are_remembered_for_a_while_and_no_longer()
    {
        var directory = _engine.Get<ScopeDirectory>();
        (await directory.AudiencesOfAsync(ScopeSet.Of(["orders.read"]), CancellationToken.None)).ToString().Should().Be("orders");
        _engine.Database.Save(new ScopeRegistration("orders.read", ["orders", "archive"]));
        (await directory.AudiencesOfAsync(ScopeSet.Of(["orders.read"]), CancellationToken.None)).ToString().Should().Be("orders");

        _engine.Clock.Advance(ScopeDirectory.MaximumAge);

        (await directory.AudiencesOfAsync(ScopeSet.Of(["orders.read"]), CancellationToken.None)).ToString().Should().Be("orders archive");
    }

    public void Dispose() => _engine.Dispose();

    private JsonElement Claims(TokenResponse response)
    {
        var claims = _engine.Get<AccessTokenReader>().ReadValid(response.AccessToken);
        return JsonDocument.Parse(claims!.Payload).RootElement;
    }

    private List<string> Audiences(TokenResponse response) => [.. _engine.Get<AccessTokenReader>().ReadValid(response.AccessToken)!.Audiences];

    private List<string> Roles(TokenResponse response) => [.. _engine.Get<AccessTokenReader>().ReadValid(response.AccessToken)!.GetStrings("roles")];

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
