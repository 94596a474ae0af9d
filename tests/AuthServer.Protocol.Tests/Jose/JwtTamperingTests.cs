using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose;

/// <summary>A token has one spelling, and every other one is refused.</summary>
[Spec("RFC 8725", "3.3")]
public sealed class JwtTamperingTests
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [Theory]
    [MemberData(nameof(TestKeys.Algorithms), MemberType = typeof(TestKeys))]
    public void Any_bit_of_any_character_changed_is_refused(string algorithm)
    {
        var key = TestKeys.Of(algorithm);
        using var keys = TestKeys.Verifying(key);
        var token = JwtWriter.Sign(key, "at+jwt", """{"sub":"1"}"""u8);

        for (var position = 0; position < token.Length; position++)
        {
            for (var bit = 0; bit < 9; bit++)
            {
                var characters = token.ToCharArray();
                characters[position] ^= (char)(1 << bit);
                ShouldBeRefused(new string(characters), keys);
            }
        }
    }

    [Theory]
    [MemberData(nameof(TestKeys.Algorithms), MemberType = typeof(TestKeys))]
    public void A_token_cut_short_anywhere_or_made_longer_is_refused(string algorithm)
    {
        var key = TestKeys.Of(algorithm);
        using var keys = TestKeys.Verifying(key);
        var token = JwtWriter.Sign(key, "at+jwt", """{"sub":"1"}"""u8);

        for (var length = 0; length < token.Length; length++)
        {
            ShouldBeRefused(token[..length], keys);
            ShouldBeRefused(token[(length + 1)..], keys);
        }

        foreach (var more in new[] { "A", "AA", "AAAA", "=", "==", ".", " ", "\n", "\0" })
        {
            ShouldBeRefused(token + more, keys);
            ShouldBeRefused(more + token, keys);
        }
    }

    [Theory]
    [InlineData("=")]
    [InlineData("==")]
    [InlineData(" ")]
    [InlineData("\r\n")]
    [InlineData("\t")]
    [InlineData("+")]
    [InlineData("/")]
    public void Characters_that_a_lenient_decoder_passes_over_are_refused_in_every_part(string characters)
    {
        var key = TestKeys.Of("ES256");
        using var keys = TestKeys.Verifying(key);
        var header = RawJws.Encode(RawJws.Header(key));
        var payload = RawJws.Encode(RawJws.GoodPayload);

        ShouldBeMalformed(RawJws.SignSegments(key, header + characters, payload), keys);
        ShouldBeMalformed(RawJws.SignSegments(key, header, payload + characters), keys);
        ShouldBeMalformed(RawJws.SignSegments(key, header, payload) + characters, keys);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Bits_that_belong_to_no_octet_must_be_zero_in_every_part(int octetsOver)
    {
        var key = TestKeys.Of("ES256");
        using var keys = TestKeys.Verifying(key);
        var header = Encoded(RawJws.Header(key), octetsOver);
        var payload = Encoded(RawJws.GoodPayload, octetsOver);
        var token = RawJws.SignSegments(key, header, payload);

        JwtReader.Read(token, "at+jwt", keys).Should().BeOfType<JwtResult.Verified>();
        ShouldBeMalformed(RawJws.SignSegments(key, NextLetter(header), payload), keys);
        ShouldBeMalformed(RawJws.SignSegments(key, header, NextLetter(payload)), keys);
        ShouldBeMalformed(NextLetter(token), keys);

        // Spaces at the end of JSON bring the length to where letters have bits to spare.
        static string Encoded(string json, int over) => RawJws.Encode(json + new string(' ', (over + 3 - (json.Length % 3)) % 3));

        static string NextLetter(string text) => text[..^1] + Letters[Letters.IndexOf(text[^1]) + 1];
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("ES384")]
    public void An_ECDSA_signature_in_DER_is_refused(string algorithm)
    {
        var key = TestKeys.Of(algorithm);
        using var keys = TestKeys.Verifying(key);
        var input = $"{RawJws.Encode(RawJws.Header(key))}.{RawJws.Encode("{}")}";
        var signature = RawJws.Signature(key, Encoding.ASCII.GetBytes(input), DSASignatureFormat.Rfc3279DerSequence);

        ShouldBeRefused($"{input}.{Base64Url.EncodeToString(signature)}", keys);
    }

    [Fact]
    public void An_ECDSA_signature_of_zeros_is_refused()
    {
        var key = TestKeys.Of("ES256");
        using var keys = TestKeys.Verifying(key);
        var token = JwtWriter.Sign(key, "at+jwt", "{}"u8);

        ShouldBeRefused(token[..(token.LastIndexOf('.') + 1)] + Base64Url.EncodeToString(new byte[64]), keys);
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("RS256")]
    public void A_signature_with_a_zero_before_or_behind_it_is_refused(string algorithm)
    {
        var key = TestKeys.Of(algorithm);
        using var keys = TestKeys.Verifying(key);
        var token = JwtWriter.Sign(key, "at+jwt", "{}"u8);
        var end = token.LastIndexOf('.') + 1;
        var signature = Base64Url.DecodeFromChars(token.AsSpan(end));

        ShouldBeRefused(token[..end] + Base64Url.EncodeToString([0, .. signature]), keys);
        ShouldBeRefused(token[..end] + Base64Url.EncodeToString([.. signature, 0]), keys);
    }

    private static void ShouldBeRefused(string token, VerificationKeySet keys)
    {
        if (JwtReader.Read(token, "at+jwt", keys) is not JwtResult.Refused)
        {
            Assert.Fail($"This token was taken: {token}");
        }
    }

    private static void ShouldBeMalformed(string token, VerificationKeySet keys) =>
        JwtReader.Read(token, "at+jwt", keys).Should().Be(new JwtResult.Refused(JwtRefusal.Malformed));
}
