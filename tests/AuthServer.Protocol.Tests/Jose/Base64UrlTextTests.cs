using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AuthServer.Protocol.Jose;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose;

public sealed class Base64UrlTextTests
{
    [Fact]
    public void Whatever_was_encoded_is_decoded()
    {
        for (var length = 0; length < 100; length++)
        {
            var value = RandomNumberGenerator.GetBytes(length);
            var text = Base64Url.EncodeToString(value);

            Base64UrlText.TryDecode(text, out var fromChars).Should().BeTrue();
            Base64UrlText.TryDecode(Encoding.ASCII.GetBytes(text), out var fromBytes).Should().BeTrue();
            fromChars.Should().Equal(value);
            fromBytes.Should().Equal(value);
        }
    }

    [Fact]
    public void Of_all_texts_of_two_letters_only_the_256_that_octets_encode_to_are_canonical()
    {
        var letters = Enumerable.Range(0, 128).Select(i => (char)i).ToList();

        var canonical = from first in letters from second in letters where Base64UrlText.IsCanonical([first, second]) select $"{first}{second}";

        canonical.Should().BeEquivalentTo(Enumerable.Range(0, 256).Select(i => Base64Url.EncodeToString([(byte)i])));
    }

    [Theory]
    [InlineData("A")]
    [InlineData("AAAAA")]
    [InlineData("AA==")]
    [InlineData("AAA=")]
    [InlineData("AB")]
    [InlineData("AAB")]
    [InlineData("A A")]
    [InlineData("AAAA\n")]
    [InlineData("AA+A")]
    [InlineData("AA/A")]
    [InlineData("AAA\u0141")]
    public void Another_spelling_is_refused(string text)
    {
        Base64UrlText.TryDecode(text, out var value).Should().BeFalse();
        value.Should().BeNull();
        Base64UrlText.TryDecode(Encoding.UTF8.GetBytes(text), new byte[16], out var written).Should().BeFalse();
        written.Should().Be(0);
    }

    [Fact]
    public void A_buffer_that_is_too_short_is_not_written_over() =>
        Base64UrlText.TryDecode("AAAA"u8, new byte[2], out _).Should().BeFalse();
}
