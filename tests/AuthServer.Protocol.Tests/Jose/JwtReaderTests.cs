using System.Text;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose;

public sealed class JwtReaderTests
{
    private static readonly SigningKey Key = TestKeys.Of("ES256");

    [Theory]
    [MemberData(nameof(TestKeys.Algorithms), MemberType = typeof(TestKeys))]
    public void What_was_signed_is_read(string algorithm)
    {
        var key = TestKeys.Of(algorithm);
        using var keys = TestKeys.Verifying(key);

        var result = JwtReader.Read(JwtWriter.Sign(key, "at+jwt", """{"sub":"1"}"""u8), "at+jwt", keys);

        result.Should().BeOfType<JwtResult.Verified>().Which.Claims.Subject.Should().Be("1");
    }

    [Fact]
    public void The_header_says_algorithm_kind_and_key_and_nothing_more()
    {
        var token = JwtWriter.Sign(Key, "at+jwt", "{}"u8);

        token.Split('.')[0].Should().Be(RawJws.Encode($$"""{"alg":"ES256","typ":"at+jwt","kid":"{{Key.KeyId}}"}"""));
        token.Split('.')[1].Should().Be("e30");
    }

    [Theory]
    [InlineData("at+jwt", "at+jwt")]
    [InlineData("AT+JWT", "at+jwt")]
    [InlineData("application/at+jwt", "at+jwt")]
    [InlineData("Application/At+Jwt", "at+jwt")]
    [InlineData("at+jwt", "application/at+jwt")]
    public void The_kind_is_compared_as_a_media_type(string typ, string expected)
    {
        using var keys = TestKeys.Verifying(Key);

        JwtReader.Read(JwtWriter.Sign(Key, typ, "{}"u8), expected, keys).Should().BeOfType<JwtResult.Verified>();
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("at+jwt2")]
    [InlineData("application/application/at+jwt")]
    [InlineData("x/at+jwt")]
    [Spec("RFC 8725", "3.11")]
    [Spec("RFC 8725", "3.12")]
    public void Another_kind_is_refused(string typ)
    {
        using var keys = TestKeys.Verifying(Key);

        RefusalOf(JwtReader.Read(JwtWriter.Sign(Key, typ, "{}"u8), "at+jwt", keys)).Should().Be(JwtRefusal.WrongType);
    }

    [Fact]
    public void A_token_without_a_kind_is_read_only_where_none_is_allowed()
    {
        using var keys = TestKeys.Verifying(Key);
        var token = RawJws.Sign(Key, $$"""{"alg":"ES256","kid":"{{Key.KeyId}}"}""");

        JwtReader.Read(token, ["client-authentication+jwt", null], keys).Should().BeOfType<JwtResult.Verified>();
        RefusalOf(JwtReader.Read(token, "JWT", keys)).Should().Be(JwtRefusal.WrongType);
    }

    [Fact]
    public void A_token_without_a_key_id_is_matched_when_there_is_one_key_only()
    {
        var token = RawJws.Sign(Key, """{"alg":"ES256","typ":"at+jwt"}""");
        using var one = TestKeys.Verifying(Key);
        using var two = TestKeys.Verifying(Key, TestKeys.Of("ES384"));

        JwtReader.Read(token, "at+jwt", one).Should().BeOfType<JwtResult.Verified>();
        RefusalOf(JwtReader.Read(token, "at+jwt", two)).Should().Be(JwtRefusal.UnknownKey);
    }

    [Fact]
    public void A_token_as_long_as_allowed_is_read_and_one_character_more_is_not()
    {
        using var keys = TestKeys.Verifying(Key);
        var rest = JwtWriter.Sign(Key, "at+jwt", ""u8).Length;

        // Three octets make four characters, so the payload meets the limit exactly when the room divides by four.
        var room = JwtReader.LongestToken - rest;
        var longest = JwtWriter.Sign(Key, "at+jwt", Padded(room / 4 * 3 + (room % 4 == 0 ? 0 : room % 4 - 1)));
        longest.Length.Should().BeInRange(JwtReader.LongestToken - 1, JwtReader.LongestToken);

        JwtReader.Read(longest, "at+jwt", keys).Should().BeOfType<JwtResult.Verified>();
        RefusalOf(JwtReader.Read(JwtWriter.Sign(Key, "at+jwt", Padded(room / 4 * 3 + 3)), "at+jwt", keys)).Should().Be(JwtRefusal.TooLong);

        static byte[] Padded(int length) => Encoding.ASCII.GetBytes($$"""{"a":"{{new string('x', length - 8)}}"}""");
    }

    [Fact]
    public void A_peek_tells_which_key_and_kind_an_unverified_token_names()
    {
        JwtReader.TryPeekHeader(JwtWriter.Sign(Key, "at+jwt", "{}"u8)[..^4], out var header).Should().BeTrue();

        header!.KeyId.Should().Be(Key.KeyId);
        header.Type.Should().Be("at+jwt");
        header.Algorithm.Should().Be("ES256");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("abc")]
    [InlineData("e30.e30.")]
    [InlineData("é.e30.")]
    [InlineData("eyJhbGciOjF9.e30.")]
    public void A_peek_at_something_else_tells_nothing(string token)
    {
        JwtReader.TryPeekHeader(token, out var header).Should().BeFalse();
        header.Should().BeNull();
    }

    private static JwtRefusal RefusalOf(JwtResult result) => result.Should().BeOfType<JwtResult.Refused>().Subject.Reason;
}
