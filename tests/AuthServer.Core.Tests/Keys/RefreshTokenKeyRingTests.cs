using AuthServer.Core.Keys;
using AuthServer.Testing;
using AuthServer.Testing.Keys;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Keys;

public sealed class RefreshTokenKeyRingTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryMasterKeySource _source = new();
    private readonly RefreshTokenKeyRing _ring;

    public RefreshTokenKeyRingTests() => _ring = new RefreshTokenKeyRing(_source, _clock);

    [Fact]
    public void A_new_key_verifies_at_once_and_signs_from_its_instant_on()
    {
        _source.Add(InMemoryMasterKeySource.NewKey(2, _clock.GetUtcNow().AddHours(1)));
        _ring.Reload();

        _ring.Find(2).Should().NotBeNull();
        _ring.Current.Id.Should().Be(1);
        _clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        _ring.Current.Id.Should().Be(1);
        _clock.Advance(TimeSpan.FromTicks(1));
        _ring.Current.Id.Should().Be(2);
        _ring.Find(1).Should().NotBeNull();
    }

    [Fact]
    public void The_latest_key_that_may_sign_signs_whatever_its_number()
    {
        _source.Add(InMemoryMasterKeySource.NewKey(200, _clock.GetUtcNow().AddHours(-2)));
        _source.Add(InMemoryMasterKeySource.NewKey(5, _clock.GetUtcNow().AddHours(-1)));
        _ring.Reload();

        _ring.Current.Id.Should().Be(5);
    }

    [Fact]
    public void An_unknown_key_is_looked_for_once_in_an_interval_however_often_it_is_presented()
    {
        _source.Add(InMemoryMasterKeySource.NewKey(2, _clock.GetUtcNow()));
        for (var attempt = 0; attempt < 100; attempt++)
        {
            _ring.FindAfterReload(3).Should().BeNull();
        }

        _source.Loads.Should().Be(1, "the ring has just been loaded");
        _clock.Advance(RefreshTokenKeyRing.MinimumReloadInterval);
        Parallel.For(0, 100, _ => _ring.FindAfterReload(3).Should().BeNull());
        _source.Loads.Should().Be(2);
        _ring.Find(2).Should().NotBeNull();
    }

    [Fact]
    public void A_key_that_has_been_added_is_found_by_the_first_look_after_the_interval()
    {
        _clock.Advance(RefreshTokenKeyRing.MinimumReloadInterval);
        _source.Add(InMemoryMasterKeySource.NewKey(2, _clock.GetUtcNow()));

        _ring.FindAfterReload(2).Should().NotBeNull();
    }

    [Fact]
    public void A_key_that_has_vanished_is_forgotten_at_the_next_reload()
    {
        _source.Add(InMemoryMasterKeySource.NewKey(2, _clock.GetUtcNow()));
        _ring.Reload();
        _source.Remove(1);
        _ring.Reload();

        _ring.Find(1).Should().BeNull();
        _ring.Current.Id.Should().Be(2);
    }

    [Fact]
    public void Tag_and_rotation_are_under_different_keys()
    {
        Span<byte> tag = stackalloc byte[32];
        Span<byte> secret = stackalloc byte[32];
        _ring.Current.Tag("the same"u8, tag);
        _ring.Current.DeriveSecret("the same"u8, secret);

        tag.ToArray().Should().NotEqual(secret.ToArray());
    }
}
