using System.Text;
using AuthServer.Endpoints;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Introspection;

/// <summary>Introspection answers that are signed, for whoever asks for them so.</summary>
[Spec("RFC 9701", "5")]
public sealed class SignedIntrospectionTests(KeyedServer server) : IClassFixture<KeyedServer>
{
    private const string MediaType = "application/token-introspection+jwt";

    [Fact]
    public async Task The_answer_is_signed_for_the_asker_with_RS256()
    {
        var user = await server.Host.CreateUserAsync();
        var first = await server.Host.As(TestClients.App).SignInAsync(user);
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);

        var answer = await (server.Host.As(TestClients.Api) with { Accept = MediaType }).IntrospectAsync(first.AccessToken);

        (answer.Status, answer.ContentType).Should().Be((200, MediaType));
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        var claims = await ReadAsync(answer.Body, "RS256");
        claims.Issuer.Should().Be(server.Host.Issuer);
        claims.Audiences.Should().Equal("api");
        claims.IssuedAt.Should().BeAfter(before);
        claims.Subject.Should().BeNull("it is no access token");
        claims.ExpiresAt.Should().BeNull("nor can it be used as one");
        var told = claims.Get("token_introspection")!.Value;
        told.GetProperty("active").GetBoolean().Should().BeTrue();
        told.GetProperty("sub").GetString().Should().Be(user.Id.ToString());
        told.GetProperty("client_id").GetString().Should().Be("app");
    }

    [Fact]
    public async Task A_token_that_is_none_of_its_business_is_inactive_there_too()
    {
        var answer = await (server.Host.As(TestClients.Api) with { Accept = MediaType }).IntrospectAsync("unknown");

        var told = (await ReadAsync(answer.Body, "RS256")).Get("token_introspection")!.Value;
        told.GetProperty("active").GetBoolean().Should().BeFalse();
        told.EnumerateObject().Should().ContainSingle();
    }

    [Fact]
    [Spec("FAPI 2.0 Security Profile", "5.4.1")]
    public async Task A_client_of_the_FAPI_profile_gets_an_algorithm_of_that_profile()
    {
        var answer = await (server.As(KeyedClients.Fapi) with { Accept = MediaType }).IntrospectAsync("unknown");

        (await ReadAsync(answer.Body, "ES256")).Audiences.Should().Equal("fapi");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("*/*")]
    [InlineData("application/token-introspection+jwt;q=0, application/json")]
    [Spec("RFC 9701", "4")]
    public async Task Whoever_does_not_ask_for_it_gets_plain_JSON(string? accept)
    {
        var answer = await (server.Host.As(TestClients.Api) with { Accept = accept }).IntrospectAsync("unknown");

        answer.ContentType.Should().Be("application/json");
        answer.IsActive.Should().BeFalse();
    }

    [Fact]
    public async Task A_refusal_stays_JSON()
    {
        var answer = await (server.Host.As(TestClients.App) with { Accept = MediaType }).IntrospectAsync("unknown");

        (answer.Status, answer.Error).Should().Be((400, "unauthorized_client"));
    }

    private async Task<JwtClaims> ReadAsync(string token, string algorithm)
    {
        JwtReader.TryPeekHeader(token, out var header).Should().BeTrue();
        header!.Algorithm.Should().Be(algorithm);
        JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(await server.Host.Http.GetStringAsync(Paths.Keys)), out var set).Should().BeTrue();
        using var keys = new VerificationKeySet(set!);
        return JwtReader.Read(token, "token-introspection+jwt", keys).Should().BeOfType<JwtResult.Verified>().Subject.Claims;
    }
}
