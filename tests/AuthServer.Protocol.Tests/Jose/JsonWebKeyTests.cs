using System.Buffers;
using System.Text;
using System.Text.Json;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose;

public sealed class JsonWebKeyTests
{
    private const string Point = "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"";
    private const string Bare = "\"kty\":\"EC\",\"crv\":\"P-256\"," + Point;

    [Theory]
    [MemberData(nameof(TestKeys.Algorithms), MemberType = typeof(TestKeys))]
    public void A_key_reads_as_it_was_written(string algorithm)
    {
        var key = TestKeys.Of(algorithm).PublicKey;

        JsonWebKey.TryParse(Written(key), out var read).Should().BeTrue();
        read.Should().Be(key);
    }

    [Fact]
    public void Only_members_that_are_there_are_written()
    {
        JsonWebKey.TryParse(Encoding.UTF8.GetBytes($"{{{Bare}}}"), out var key).Should().BeTrue();

        Encoding.UTF8.GetString(Written(key!)).Should().Be($"{{{Bare}}}");
    }

    [Fact]
    public void Members_that_do_not_name_the_key_leave_its_thumbprint_as_it_is()
    {
        var key = TestKeys.Of("ES256").PublicKey;

        (key with { Kid = "other", Alg = null, Use = null }).Thumbprint().Should().Be(key.Thumbprint());
    }

    [Fact]
    [Spec("RFC 7517", "4")]
    public void Unknown_members_are_ignored()
    {
        JsonWebKey.TryParse(Encoding.UTF8.GetBytes($$"""{{{Bare}},"x5t":"abc","ext":true,"key_ops":["verify"],"other":[1]}"""), out var key)
            .Should().BeTrue();
        key!.Crv.Should().Be("P-256");
    }

    [Theory]
    [InlineData("d")]
    [InlineData("p")]
    [InlineData("q")]
    [InlineData("dp")]
    [InlineData("dq")]
    [InlineData("qi")]
    [InlineData("oth")]
    [InlineData("k")]
    [InlineData("\\u0064")]
    public void A_key_with_a_private_member_is_refused(string member) => ShouldBeRefused($$"""{{{Bare}},"{{member}}":"AQAB"}""");

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{" + Point + "}")]
    [InlineData("{\"kty\":\"oct\",\"k\":\"AQAB\"}")]
    [InlineData("{\"kty\":\"oct\"}")]
    [InlineData("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}")]
    [InlineData("{\"kty\":\"ec\",\"crv\":\"P-256\"," + Point + "}")]
    [InlineData("{\"kty\":1,\"crv\":\"P-256\"," + Point + "}")]
    [InlineData("{\"kty\":\"EC\"," + Point + "}")]
    [InlineData("{\"kty\":\"EC\",\"crv\":\"P\\\"256\"," + Point + "}")]
    [InlineData("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"}")]
    [InlineData("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU=\",\"y\":\"AQAB\"}")]
    [InlineData("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEV\",\"y\":\"AQAB\"}")]
    [InlineData("{\"kty\":\"RSA\",\"n\":\"AQAB\"}")]
    [InlineData("{\"kty\":\"RSA\",\"e\":\"AQAB\"}")]
    [InlineData("{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"AQAB\"}")]
    [InlineData("{\"kty\":\"RSA\",\"n\":\"A+/B\",\"e\":\"AQAB\"}")]
    [InlineData("{" + Bare + ",\"kid\":1}")]
    [InlineData("{" + Bare + ",\"alg\":null}")]
    [InlineData("{" + Bare + ",\"use\":[\"sig\"]}")]
    [InlineData("{" + Bare + ",\"crv\":\"P-256\"}")]
    [InlineData("{" + Bare + ",\"key_ops\":[\"encrypt\"]}")]
    [InlineData("{" + Bare + ",\"key_ops\":\"verify\"}")]
    [Spec("RFC 7517", "4.1")]
    public void What_is_not_one_good_public_key_is_refused(string json) => ShouldBeRefused(json);

    [Fact]
    [Spec("RFC 7517", "4")]
    public void A_doubled_member_is_refused_however_the_JSON_was_parsed()
    {
        using var lenient = JsonDocument.Parse($$"""{{{Bare}},"kid":"a","kid":"b"}""");

        JsonWebKey.TryParse(lenient.RootElement, out _).Should().BeFalse();
    }

    private static void ShouldBeRefused(string json)
    {
        JsonWebKey.TryParse(Encoding.UTF8.GetBytes(json), out var key).Should().BeFalse();
        key.Should().BeNull();
    }

    private static byte[] Written(JsonWebKey key)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            key.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
