using System.Text.Json;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Requests;

[Spec("RFC 6749", "5.2")]
public sealed class MalformedRequestTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly Dictionary<string, MalformedRequest> Requests =
        MalformedBodies.All.Concat(MalformedCredentials.All).Concat(MalformedGrants.All).ToDictionary(request => request.Name);

    public static TheoryData<string> Names => [.. Requests.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    [Spec("RFC 6749", "2.2")]
    [Spec("RFC 6749", "2.3")]
    [Spec("RFC 6749", "2.3.1")]
    [Spec("RFC 6749", "3.2")]
    [Spec("RFC 6749", "3.2.1")]
    [Spec("RFC 6749", "4.3.2")]
    [Spec("RFC 6749", "6")]
    [Spec("RFC 7009", "2.1")]
    [Spec("RFC 7662", "2.1")]
    [Spec("RFC 7662", "2.3")]
    [Spec("RFC 8414", "3.1")]
    [Spec("RFC 8252", "8.5")]
    public async Task A_malformed_request_is_refused_as_its_section_says(string name)
    {
        var request = Requests[name];
        var answer = await RawHttp.SendAsync(server.Host.Port, request.Head, request.Bytes);

        answer.Status.Should().Be(request.Status, answer.Body);
        answer.Header("Allow").Should().Be(request.Allow);
        answer.Body.Should().NotContain(MalformedRequest.Canary, "input is never echoed");
        if (request.Error is null)
        {
            answer.Body.Should().BeEmpty();
        }
        else
        {
            ShouldBeAnOAuthError(answer, request.Error);
        }
    }

    [Fact]
    public void There_are_more_than_forty_malformed_requests() =>
        Requests.Should().HaveCountGreaterThan(40);

    /// <summary>Shape and headers of RFC 6749 §5.2, to the letter.</summary>
    private static void ShouldBeAnOAuthError(RawAnswer answer, string error)
    {
        answer.Header("Content-Type").Should().Be("application/json");
        answer.Header("Cache-Control").Should().Be("no-store");
        answer.Header("Pragma").Should().Be("no-cache");
        answer.Header("WWW-Authenticate").Should().Be(answer.Status == 401 ? "Basic realm=\"AuthServer\", charset=\"UTF-8\"" : null);

        var json = JsonElement.Parse(answer.Body);
        json.EnumerateObject().Select(member => member.Name).Should().Equal("error", "error_description");
        json.GetProperty("error").GetString().Should().Be(error);
        json.GetProperty("error_description").GetString().Should().MatchRegex(@"^[\x20-\x21\x23-\x5B\x5D-\x7E]+$");
    }
}
