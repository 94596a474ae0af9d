using AuthServer.Core.Clients;
using AuthServer.Core.Scopes;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Scopes;

[Spec("RFC 6749", "3.3")]
public sealed class ScopePolicyTests
{
    private readonly ClientRegistration _client = new()
    {
        Id = new ClientId("app"),
        Type = ClientType.Public,
        Scopes = ScopeSet.Of(["openid", "orders.read", ScopeNames.Administration]),
        DefaultScopes = ScopeSet.Of(["openid"]),
    };

    [Fact]
    public void A_request_that_names_none_gets_the_default_ones() => Requested(null).Should().Be("openid");

    [Theory]
    [InlineData("orders.read", "orders.read")]
    [InlineData("orders.read openid", "orders.read openid")]
    [InlineData("openid openid", "openid")]
    public void A_request_gets_what_it_names(string scope, string granted) => Requested(scope).Should().Be(granted);

    [Theory]
    [InlineData("orders.write")]
    [InlineData("openid orders.write")]
    [InlineData("OPENID")]
    [InlineData("")]
    [InlineData(" openid")]
    [InlineData("openid ")]
    [InlineData("openid  orders.read")]
    [InlineData("openid\torders.read")]
    [InlineData("open\"id")]
    [InlineData("open\\id")]
    [InlineData("öpenid")]
    public void What_the_client_may_not_have_or_is_no_list_of_scopes_is_refused(string scope)
    {
        ScopePolicy.Requested(_client, scope).TryGet(out _, out var error).Should().BeFalse();
        error!.Code.Should().Be(ErrorCodes.InvalidScope);
        error.Description.Should().NotContain("orders");
    }

    [Fact]
    public void Administration_is_for_administrators()
    {
        var scopes = ScopeSet.Of(["openid", ScopeNames.Administration]);

        var client = _client with { Scopes = scopes };

        ScopePolicy.For(client, new UserClaims { Roles = ["clerk"] }, scopes).ToString().Should().Be("openid");
        ScopePolicy.For(client, new UserClaims { Roles = ["Admin"] }, scopes).ToString().Should().Be("openid");
        ScopePolicy.For(client, new UserClaims { Roles = ["admin"] }, scopes).ToString().Should().Be($"openid {ScopeNames.Administration}");
    }

    [Fact]
    public void A_scope_that_its_client_has_lost_since_the_grant_is_no_longer_minted()
    {
        var granted = ScopeSet.Of(["openid", "orders"]);
        var client = _client with { Scopes = ScopeSet.Of(["openid"]) };

        ScopePolicy.For(client, UserClaims.None, granted).ToString().Should().Be("openid");
    }

    private string Requested(string? scope)
    {
        ScopePolicy.Requested(_client, scope).TryGet(out var scopes, out var error).Should().BeTrue(error?.ToString());
        return scopes!.ToString();
    }
}
