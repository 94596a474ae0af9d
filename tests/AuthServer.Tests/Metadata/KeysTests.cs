using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AuthServer.Endpoints;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Metadata;

[Spec("RFC 7517", "5")]
public sealed class KeysTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly Dictionary<string, string[]> PublicMembers = new()
    {
        ["EC"] = ["kty", "crv", "x", "y", "kid", "use", "alg"],
        ["RSA"] = ["kty", "n", "e", "kid", "use", "alg"],
    };

    [Fact]
    [Spec("RFC 7518", "6")]
    public async Task The_key_set_has_public_members_alone()
    {
        using var response = await server.Host.Http.GetAsync(Paths.Keys);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/jwk-set+json");
        response.Headers.CacheControl!.Public.Should().BeTrue();
        var set = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        set.EnumerateObject().Select(member => member.Name).Should().Equal("keys");
        var keys = set.GetProperty("keys").EnumerateArray().ToList();
        foreach (var key in keys)
        {
            key.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo(PublicMembers[key.GetProperty("kty").GetString()!]);
            key.GetProperty("use").GetString().Should().Be("sig");
        }

        keys.Select(key => key.GetProperty("kid").GetString()).Should().OnlyHaveUniqueItems();
        keys.Select(key => key.GetProperty("alg").GetString()).Should().Contain(["ES256", "RS256"], "an RS256 key is always published");
    }

    [Fact]
    [Spec("RFC 9110", "13.1.2")]
    public async Task An_unchanged_key_set_costs_no_body()
    {
        using var first = await server.Host.Http.GetAsync(Paths.Keys);
        var tag = first.Headers.ETag!;
        tag.IsWeak.Should().BeFalse();

        using var second = await GetAsync(tag);
        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
        second.Headers.ETag.Should().Be(tag);
        (await second.Content.ReadAsByteArrayAsync()).Should().BeEmpty();

        using var third = await GetAsync(new EntityTagHeaderValue("\"another\""));
        third.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private async Task<HttpResponseMessage> GetAsync(EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Paths.Keys);
        request.Headers.IfNoneMatch.Add(tag);
        return await server.Host.Http.SendAsync(request);
    }
}
