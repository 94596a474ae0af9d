using System.Text;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose;

public sealed class JsonWebKeySetTests
{
    private static readonly JsonWebKey Key = TestKeys.Of("ES256").PublicKey;

    [Fact]
    public void A_set_reads_as_it_was_written()
    {
        var set = new JsonWebKeySet([Key, TestKeys.Of("RS256").PublicKey with { Kid = "a+b/\"c\"" }]);

        JsonWebKeySet.TryParse(set.ToUtf8Json(), out var read).Should().BeTrue();
        read!.Keys.Should().Equal(set.Keys);
    }

    [Fact]
    public void An_empty_set_is_a_set()
    {
        Encoding.UTF8.GetString(new JsonWebKeySet([]).ToUtf8Json()).Should().Be("""{"keys":[]}""");
        JsonWebKeySet.TryParse("""{"keys":[]}"""u8, out var set).Should().BeTrue();
        set!.Keys.Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""")]
    [InlineData("""{"kty":"oct","k":"AQAB"}""")]
    [InlineData("""{"kty":"RSA","n":"AQAB"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}""")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("[]")]
    [Spec("RFC 7517", "5")]
    public void A_key_that_cannot_be_used_is_left_out_and_the_others_stay(string stranger)
    {
        var good = Encoding.UTF8.GetString(new JsonWebKeySet([Key]).ToUtf8Json())["""{"keys":[""".Length..^2];

        JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes($$"""{"version":1,"keys":[{{stranger}},{{good}}],"more":[]}"""), out var set).Should().BeTrue();
        set!.Keys.Should().Equal(Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":null}""")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[],"keys":[]}""")]
    [InlineData("""{"keys":[]""")]
    [Spec("RFC 7517", "5")]
    public void What_is_not_a_set_is_refused(string json)
    {
        JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(json), out var set).Should().BeFalse();
        set.Should().BeNull();
    }
}
