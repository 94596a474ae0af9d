using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Core.Keys;
using AuthServer.Core.Sessions;
using AuthServer.Testing;
using AuthServer.Testing.Keys;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Sessions;

public sealed class RefreshTokenFormatTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryMasterKeySource _keys = new();
    private readonly RefreshTokenFormat _format;

    public RefreshTokenFormatTests() => _format = new RefreshTokenFormat(new RefreshTokenKeyRing(_keys, _clock));

    private SessionId Session { get; } = SessionId.New(ManualTimeProvider.DefaultStart);

    [Fact]
    public void A_token_reads_back_as_what_it_is()
    {
        var token = _format.First(Session);

        var read = Issued(token.Reveal());

        read.Session.Should().Be(Session);
        read.Generation.Should().Be(0);
        read.KeyId.Should().Be(1);
        read.Hash.Should().Be(token.Hash);
        token.Reveal().Should().MatchRegex("^ar_[A-Za-z0-9_-]{94}$");
    }

    [Fact]
    public void Its_hash_is_that_of_its_bytes()
    {
        var token = _format.First(Session);

        token.Hash.ToArray().Should().Equal(SHA256.HashData(Base64Url.DecodeFromChars(token.Reveal().AsSpan(3))));
    }

    [Fact]
    public void A_token_does_not_show_itself_in_logs()
    {
        var token = _format.First(Session);

        token.ToString().Should().NotContain(token.Reveal()[20..40]);
        $"{new RefreshTokenReading.Issued(token)}".Should().NotContain(token.Reveal()[20..40]);
    }

    [Fact]
    public void No_bit_of_its_94_characters_can_be_changed()
    {
        var token = _format.First(Session).Reveal();
        for (var position = RefreshToken.Prefix.Length; position < token.Length; position++)
        {
            var value = Alphabet.IndexOf(token[position], StringComparison.Ordinal);
            for (var bit = 0; bit < 6; bit++)
            {
                var changed = token[..position] + Alphabet[value ^ (1 << bit)] + token[(position + 1)..];
                _format.Read(changed).Should().NotBeOfType<RefreshTokenReading.Issued>($"bit {bit} of character {position} differs");
            }
        }
    }

    [Fact]
    public void The_two_bits_at_the_end_that_carry_nothing_must_be_zero()
    {
        var token = _format.First(Session).Reveal();
        var last = Alphabet.IndexOf(token[^1], StringComparison.Ordinal);
        (last & 3).Should().Be(0);

        for (var spare = 1; spare <= 3; spare++)
        {
            _format.Read(token[..^1] + Alphabet[last | spare]).Should().BeOfType<RefreshTokenReading.Foreign>();
        }
    }

    [Fact]
    public void Another_spelling_of_the_same_bytes_is_not_ours()
    {
        var token = _format.First(Session).Reveal();
        string[] spellings =
        [
            token + "=", token + "==", " " + token, token + " ", token + "\n", token[..40] + " " + token[40..], token[..40] + "\n" + token[40..^1],
            token[..40] + " " + token[40..^1], token[..40] + "=" + token[41..], token[..^2] + "==", "AR_" + token[3..], "Ar_" + token[3..], token[3..], "ar-" + token[3..],
            token + token, token[..^1], token[..4], "ar_", "ar", "", new string('\0', 97), token.Replace('-', '+').Replace('_', '/'), "ar_" + new string('é', 94), "ar_" + new string('=', 94),
        ];

        foreach (var spelling in spellings)
        {
            _format.Read(spelling).Should().BeOfType<RefreshTokenReading.Foreign>();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(255)]
    public void Another_version_is_not_ours_even_with_a_good_tag(byte version)
    {
        var bytes = Base64Url.DecodeFromChars(_format.First(Session).Reveal().AsSpan(3));
        bytes[0] = version;
        Retag(bytes);

        _format.Read("ar_" + Base64Url.EncodeToString(bytes)).Should().BeOfType<RefreshTokenReading.Foreign>();

        bytes[0] = 1;
        Retag(bytes);
        Issued("ar_" + Base64Url.EncodeToString(bytes)).Session.Should().Be(Session, "the tag made here must be the real one for this test to say anything");
    }

    [Fact]
    public void A_token_tagged_under_another_key_of_the_same_id_is_not_ours()
    {
        var other = new RefreshTokenFormat(new RefreshTokenKeyRing(new InMemoryMasterKeySource(), _clock));

        _format.Read(other.First(Session).Reveal()).Should().BeOfType<RefreshTokenReading.Foreign>();
    }

    [Fact]
    public void A_key_id_that_is_not_known_is_said_to_be_so_and_is_no_bad_tag()
    {
        var other = new RefreshTokenFormat(new RefreshTokenKeyRing(new InMemoryMasterKeySource(InMemoryMasterKeySource.NewKey(9, DateTimeOffset.MinValue)), _clock));

        _format.Read(other.First(Session).Reveal()).Should().Be(new RefreshTokenReading.UnknownKey(9));
    }

    [Fact]
    [Spec("RFC 6749", "10.10")]
    public void First_tokens_are_random() => _format.First(Session).Hash.Should().NotBe(_format.First(Session).Hash);

    [Fact]
    public void A_successor_is_the_same_each_time_it_is_derived()
    {
        var (token, salt) = (_format.First(Session), RefreshTokenFormat.NewSalt());

        var successor = _format.Successor(token, salt, 1)!;

        successor.Generation.Should().Be(1);
        successor.Session.Should().Be(Session);
        _format.Successor(Issued(token.Reveal()), salt, 1)!.Reveal().Should().Be(successor.Reveal());
        Issued(successor.Reveal()).Hash.Should().Be(successor.Hash);
    }

    [Fact]
    public void A_successor_depends_on_its_predecessor_salt_key_and_generation()
    {
        _keys.Add(InMemoryMasterKeySource.NewKey(2, DateTimeOffset.MinValue.AddDays(1)));
        var format = new RefreshTokenFormat(new RefreshTokenKeyRing(_keys, _clock));
        var (token, salt) = (format.First(Session), RefreshTokenFormat.NewSalt());
        var otherSalt = salt.ToArray();
        otherSalt[15] ^= 1;

        string[] secrets =
        [
            Secret(format.Successor(token, salt, 1)!),
            Secret(format.Successor(token, otherSalt, 1)!),
            Secret(format.Successor(token, salt, 2)!),
            Secret(format.Successor(format.First(Session), salt, 1)!),
            Secret(format.Successor(format.Successor(token, salt, 1)!, salt, 1)!),
        ];

        secrets.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Without_the_key_there_is_no_successor() =>
        _format.Successor(_format.First(Session), RefreshTokenFormat.NewSalt(), keyId: 77).Should().BeNull();

    [Fact]
    public void It_is_what_the_design_says_byte_for_byte()
    {
        var salt = Enumerable.Range(0x40, 16).Select(value => (byte)value).ToArray();
        var first = Base64Url.DecodeFromChars(_format.First(Session).Reveal().AsSpan(3));

        var successor = Base64Url.DecodeFromChars(_format.Successor(Issued("ar_" + Base64Url.EncodeToString(first)), salt, 1)!.Reveal().AsSpan(3));

        // version 1 · key id 1 · session id · generation 1, big-endian
        byte[] head = [1, 1, .. Session.Value.ToByteArray(bigEndian: true), 0, 0, 0, 1];
        // HMAC-SHA-256(rotation key, session id ‖ g+1 ‖ salt ‖ RT(g))
        byte[] material = [.. Session.Value.ToByteArray(bigEndian: true), 0, 0, 0, 1, .. salt, .. first];
        var secret = HMACSHA256.HashData(Key("rotation"), material);
        byte[] tagged = [.. head, .. secret];
        var tag = HMACSHA256.HashData(Key("tag"), tagged)[..16];
        successor.Should().Equal([.. head, .. secret, .. tag]);
    }

    [Fact]
    public void A_token_of_a_fixed_key_never_changes_its_form()
    {
        // Computed once with another implementation of HKDF (RFC 5869) and HMAC (RFC 2104): keys of 32 bytes 00…1f, session 0190a000-0000-7000-8000-000000000001,
        // first secret 32 bytes of 7e, salt 40…4f.
        var format = new RefreshTokenFormat(new RefreshTokenKeyRing(
            new InMemoryMasterKeySource(new MasterKey(1, Enumerable.Range(0, 32).Select(value => (byte)value).ToArray(), DateTimeOffset.MinValue)), _clock));
        var salt = Enumerable.Range(0x40, 16).Select(value => (byte)value).ToArray();

        var first = format.Read("ar_AQEBkKAAAABwAIAAAAAAAAABAAAAAH5-fn5-fn5-fn5-fn5-fn5-fn5-fn5-fn5-fn5-fn5-h4zR68R0n_zDmZfFnZxhLA").Should().BeOfType<RefreshTokenReading.Issued>().Subject.Token;

        first.Session.ToString().Should().Be("0190a000-0000-7000-8000-000000000001");
        format.Successor(first, salt, 1)!.Reveal().Should().Be("ar_AQEBkKAAAABwAIAAAAAAAAABAAAAAc8JkghV9VIAAP8iSRymrCxRTw_6mTSlwHTeF6HdqMxTuPR4yWB_VlP-82u-2NghbA");
    }

    private static string Secret(RefreshToken token) => token.Reveal()[32..70];

    private RefreshToken Issued(string text) => _format.Read(text).Should().BeOfType<RefreshTokenReading.Issued>().Subject.Token;

    private byte[] Key(string label) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, _keys.Load()[0].Secret.ToArray(), 32, salt: [], info: System.Text.Encoding.ASCII.GetBytes($"authserver/refresh-token/{label}"));

    private void Retag(byte[] bytes) => HMACSHA256.HashData(Key("tag"), bytes[..54]).AsSpan(0, 16).CopyTo(bytes.AsSpan(54));
}
