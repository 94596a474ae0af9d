using AuthServer.Core.Dpop;
using AuthServer.Core.Keys;
using AuthServer.Testing;
using AuthServer.Testing.Keys;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Dpop;

[Spec("RFC 9449", "8")]
public sealed class DpopNoncesTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryMasterKeySource _keys = new();
    private readonly RefreshTokenKeyRing _ring;
    private readonly DpopNonces _nonces;

    public DpopNoncesTests()
    {
        _ring = new RefreshTokenKeyRing(_keys, _clock);
        _nonces = new DpopNonces(_ring, _clock);
    }

    [Fact]
    public void A_nonce_is_good_in_its_slice_and_the_next()
    {
        var nonce = _nonces.Current();

        _nonces.IsCurrent(nonce).Should().BeTrue();
        _clock.Advance(DpopNonces.Slice);
        _nonces.IsCurrent(nonce).Should().BeTrue();
        _clock.Advance(DpopNonces.Slice);
        _nonces.IsCurrent(nonce).Should().BeFalse();
    }

    [Fact]
    public void Each_slice_has_a_nonce_of_its_own()
    {
        var nonce = _nonces.Current();
        _nonces.Current().Should().Be(nonce);

        _clock.Advance(DpopNonces.Slice);
        _nonces.Current().Should().NotBe(nonce);
    }

    [Fact]
    public void Every_node_knows_the_nonces_of_every_other()
    {
        var other = new DpopNonces(new RefreshTokenKeyRing(_keys, _clock), _clock);

        other.IsCurrent(_nonces.Current()).Should().BeTrue();
    }

    [Fact]
    public void A_node_whose_clock_is_ahead_is_understood()
    {
        var ahead = new ManualTimeProvider(_clock.GetUtcNow() + DpopNonces.Slice);

        _nonces.IsCurrent(new DpopNonces(_ring, ahead).Current()).Should().BeTrue();
    }

    [Fact]
    public void A_nonce_under_an_older_key_stays_good_while_the_key_is_known()
    {
        var nonce = _nonces.Current();
        _keys.Add(InMemoryMasterKeySource.NewKey(2, _clock.GetUtcNow()));
        _ring.Reload();

        _nonces.Current().Should().NotBe(nonce);
        _nonces.IsCurrent(nonce).Should().BeTrue();
        _keys.Remove(1);
        _ring.Reload();
        _nonces.IsCurrent(nonce).Should().BeFalse();
    }

    [Fact]
    public void Another_server_s_nonce_is_not_ours() =>
        _nonces.IsCurrent(new DpopNonces(new RefreshTokenKeyRing(new InMemoryMasterKeySource(), _clock), _clock).Current()).Should().BeFalse();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AQ")]
    [InlineData("not base64url")]
    [InlineData("AQAAAAAAAAAAAAAAAAAAAAA")]
    public void What_we_did_not_issue_is_not_current(string? nonce) => _nonces.IsCurrent(nonce).Should().BeFalse();

    [Fact]
    public void A_changed_nonce_is_not_current()
    {
        var nonce = _nonces.Current();
        for (var position = 0; position < nonce.Length; position++)
        {
            var changed = nonce[position] == 'A' ? 'Q' : 'A';
            _nonces.IsCurrent(nonce[..position] + changed + nonce[(position + 1)..]).Should().BeFalse();
        }

        _nonces.IsCurrent(nonce + "=").Should().BeFalse();
    }
}
