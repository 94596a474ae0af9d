using AuthServer.Protocol.Dpop;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Dpop;

/// <summary>Which spellings of <c>htu</c> name the request's URI (RFC 9449 §4.3, check 9).</summary>
[Spec("RFC 9449", "4.3")]
public sealed class HttpTargetTests
{
    [Theory]
    [InlineData("https://api.example/notes", "https://api.example/notes")]
    [InlineData("HTTPS://API.Example/notes", "https://api.example/notes")]
    [InlineData("https://api.example:443/notes", "https://api.example/notes")]
    [InlineData("http://api.example:80/notes", "http://api.example/notes")]
    [InlineData("https://api.example/notes?page=2#top", "https://api.example/notes")]
    [InlineData("https://api.example/notes", "https://api.example/notes?page=2")]
    [InlineData("https://api.example", "https://api.example/")]
    [InlineData("https://api.example/a/./b/../notes", "https://api.example/a/notes")]
    [InlineData("https://api.example/%6eotes", "https://api.example/notes")]
    [InlineData("https://api.example/caf%c3%a9", "https://api.example/caf%C3%A9")]
    [InlineData("https://api.example/a%21b", "https://api.example/a!b")]
    [InlineData("https://api.example/a%2fb", "https://api.example/a%2Fb")]
    [InlineData("https://[::1]:5001/notes", "https://[0:0:0:0:0:0:0:1]:5001/notes")]
    [InlineData("https://xn--bcher-kva.example/", "https://bücher.example/")]
    public void These_name_the_same(string claimed, string actual) => Matches(claimed, actual).Should().BeTrue();

    [Theory]
    [InlineData("http://api.example/notes")]
    [InlineData("https://api.example:8443/notes")]
    [InlineData("https://evil.example/notes")]
    [InlineData("https://api.example.evil.example/notes")]
    [InlineData("https://api.example@evil.example/notes")]
    [InlineData("https://user@api.example/notes")]
    [InlineData("https://api.example/Notes")]
    [InlineData("https://api.example/notes/")]
    [InlineData("https://api.example/notes%2F")]
    [InlineData("https://api.example//notes")]
    [InlineData("/notes")]
    [InlineData("api.example/notes")]
    [InlineData("//api.example/notes")]
    [InlineData("file:///notes")]
    [InlineData("https:///notes")]
    [InlineData("https://api.example:99999/notes")]
    [InlineData("https://\ud800/notes")]
    [InlineData("https://api.example/\ud800notes")]
    [InlineData("https://xn--/notes")]
    [InlineData("https://[::1/notes")]
    public void These_name_another_or_nothing(string claimed) => Matches(claimed, "https://api.example/notes").Should().BeFalse();

    private static bool Matches(string claimed, string actual) =>
        DpopProof.Read(
            new ProofBuilder().With("htu", claimed).Sign(), new DpopConditions("POST", new Uri(actual)), ProofBuilder.Now) is DpopResult.Verified;
}
