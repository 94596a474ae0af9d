using AuthServer.Protocol.Jose;
using AuthServer.Validation.Keys;
using AuthServer.Validation.Revocations;
using AuthServer.Validation.Tokens;
using FluentAssertions;
using Xunit;

namespace AuthServer.Validation.Tests;

/// <summary>The bound and the order of forgetting.</summary>
public sealed class VerifiedTokenCacheTests
{
    private static readonly VerifiedToken Token = new(
        null!, new TokenSubject(null, "sub", null, []), DateTimeOffset.UnixEpoch, new JsonWebKey { Kty = "EC" }, new IssuerKeySet(new VerificationKeySet(new JsonWebKeySet([]))));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void It_never_holds_more_than_its_capacity(int capacity)
    {
        var cache = new VerifiedTokenCache(capacity);
        var most = 0;
        for (var i = 0; i < 1_000; i++)
        {
            cache.Add(Name(i), Token);
            most = Math.Max(most, cache.Count);
        }

        most.Should().BeLessThanOrEqualTo(capacity).And.BeGreaterThanOrEqualTo(capacity / 2);
    }

    [Fact]
    public void It_never_holds_more_than_its_capacity_when_many_add_and_ask_at_once()
    {
        var cache = new VerifiedTokenCache(64);
        Parallel.For(0, 50_000, i =>
        {
            cache.Add(Name(i), Token);
            cache.TryGet(Name(i - (i % 60)), out _);
            if (i % 50 == 0)
            {
                cache.Count.Should().BeLessThanOrEqualTo(64);
            }
        });

        cache.Count.Should().BeInRange(1, 64);
    }

    [Fact]
    public void A_token_in_use_survives_the_passing_of_others()
    {
        var cache = new VerifiedTokenCache(100);
        cache.Add(Name(-1), Token);
        for (var i = 0; i < 10_000; i++)
        {
            cache.Add(Name(i), Token);
            if (i % 20 == 0)
            {
                cache.TryGet(Name(-1), out _).Should().BeTrue();
            }
        }

        cache.TryGet(Name(0), out _).Should().BeFalse();
    }

    [Fact]
    public void A_removed_token_is_gone_from_both_generations()
    {
        var cache = new VerifiedTokenCache(4);
        for (var i = 0; i < 4; i++)
        {
            cache.Add(Name(i), Token);
        }

        for (var i = 0; i < 4; i++)
        {
            cache.Remove(Name(i));
        }

        cache.Count.Should().Be(0);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(2_048)]
    [InlineData(2_049)]
    [InlineData(16_384)]
    public void A_fingerprint_tells_tokens_apart_by_their_last_character(int length)
    {
        var token = new string('a', length);

        TokenFingerprint.Of(token).Should().Be(TokenFingerprint.Of(new string('a', length)));
        TokenFingerprint.Of(token).Should().NotBe(TokenFingerprint.Of(token[..^1] + "b"));
    }

    private static TokenFingerprint Name(int i) => TokenFingerprint.Of(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
