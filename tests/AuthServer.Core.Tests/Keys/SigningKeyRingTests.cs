using System.Text;
using System.Text.Json;
using AuthServer.Core.Keys;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using AuthServer.Testing.Keys;
using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServer.Core.Tests.Keys;

public sealed class SigningKeyRingTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly AesKeyProtector _protector = new();
    private readonly InMemorySigningKeyStore _store;
    private readonly SigningKeyRing _ring;

    public SigningKeyRingTests()
    {
        _store = new InMemorySigningKeyStore(new InMemoryDatabase(_clock));
        _ring = NewRing();
    }

    [Fact]
    public void Before_the_first_look_there_is_no_key()
    {
        _ring.IsReady.Should().BeFalse();
        _ring.AccessTokenKey.Should().BeNull();
        PublishedKeyIds(_ring).Should().BeEmpty();
    }

    [Fact]
    [Spec("OIDC Core", "15.1")]
    public async Task The_first_look_makes_a_key_for_each_algorithm_and_RS256_always()
    {
        await RefreshAsync();

        _ring.IsReady.Should().BeTrue();
        _ring.Algorithms.Select(algorithm => algorithm.Name).Should().Equal("ES256", "RS256");
        _ring.AccessTokenKey!.Algorithm.Should().Be(JwsAlgorithm.ES256);
        _ring.Signer(JwsAlgorithm.RS256).Should().NotBeNull();
        PublishedKeyIds(_ring).Should().HaveCount(2);
    }

    [Fact]
    public async Task What_is_published_has_no_private_part()
    {
        await RefreshAsync();

        using var published = JsonDocument.Parse(_ring.PublicKeys);
        foreach (var key in published.RootElement.GetProperty("keys").EnumerateArray())
        {
            key.EnumerateObject().Select(member => member.Name).Should().NotContain(["d", "p", "q", "dp", "dq", "qi", "k"]);
        }
    }

    [Fact]
    public async Task What_is_stored_is_wrapped()
    {
        await RefreshAsync();
        foreach (var record in await _store.ListAsync(CancellationToken.None))
        {
            var import = () => SigningKey.ImportPkcs8(JwsAlgorithm.Find(record.Algorithm)!, record.ProtectedPrivateKey);
            import.Should().Throw<System.Security.Cryptography.CryptographicException>();
        }
    }

    [Fact]
    public async Task Two_nodes_that_start_at_once_agree_on_one_key()
    {
        for (var round = 0; round < 5; round++)
        {
            var store = new InMemorySigningKeyStore(new InMemoryDatabase(_clock));
            using var first = NewRing(store);
            using var second = NewRing(store);

            await Task.WhenAll(Task.Run(() => first.RefreshAsync(CancellationToken.None)), Task.Run(() => second.RefreshAsync(CancellationToken.None)));

            (await store.ListAsync(CancellationToken.None)).Should().HaveCount(2);
            second.AccessTokenKey!.KeyId.Should().Be(first.AccessTokenKey!.KeyId);
            PublishedKeyIds(second).Should().Equal(PublishedKeyIds(first));
        }
    }

    [Fact]
    public async Task A_token_that_one_node_signed_is_verified_by_another()
    {
        await RefreshAsync();
        using var other = NewRing();
        await other.RefreshAsync(CancellationToken.None);

        var token = JwtWriter.Sign(_ring.AccessTokenKey!, "at+jwt", "{}"u8);

        JwtReader.Read(token, "at+jwt", other).Should().BeOfType<JwtResult.Verified>();
    }

    [Fact]
    public async Task The_next_key_is_published_two_days_before_it_signs()
    {
        await RefreshAsync();
        var old = _ring.AccessTokenKey!.KeyId;
        _clock.Advance(TimeSpan.FromDays(88));
        await RefreshAsync();

        PublishedKeyIds(_ring).Should().HaveCount(4);
        _ring.AccessTokenKey!.KeyId.Should().Be(old);
        _clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromTicks(1));
        _ring.AccessTokenKey!.KeyId.Should().Be(old);
        _clock.Advance(TimeSpan.FromTicks(1));
        _ring.AccessTokenKey!.KeyId.Should().NotBe(old, "the change needs no further look at storage");
    }

    [Fact]
    public async Task An_old_key_verifies_until_the_last_token_that_it_signed_has_expired_and_is_then_removed()
    {
        await RefreshAsync();
        var old = _ring.AccessTokenKey!;
        var token = JwtWriter.Sign(old, "at+jwt", "{}"u8);
        _clock.Advance(TimeSpan.FromDays(88));
        await RefreshAsync();
        _clock.Advance(TimeSpan.FromDays(2) + TokenOptions.Ceiling);
        await RefreshAsync();
        JwtReader.Read(token, "at+jwt", _ring).Should().BeOfType<JwtResult.Verified>();

        _clock.Advance(TimeSpan.FromMinutes(5));
        await RefreshAsync();

        JwtReader.Read(token, "at+jwt", _ring).Should().NotBeOfType<JwtResult.Verified>();
        PublishedKeyIds(_ring).Should().HaveCount(2).And.NotContain(old.KeyId);
        _ring.Find(old.KeyId).Should().BeNull();
    }

    [Fact]
    public async Task A_look_without_a_change_keeps_the_keys()
    {
        await RefreshAsync();
        var key = _ring.AccessTokenKey;
        await RefreshAsync();

        _ring.AccessTokenKey.Should().BeSameAs(key);
    }

    [Fact]
    public void A_key_without_a_name_is_not_found() => _ring.Find(null).Should().BeNull();

    [Fact]
    public void An_algorithm_that_is_not_known_is_refused_at_once()
    {
        var make = () => NewRing(algorithms: "HS256");

        make.Should().Throw<InvalidOperationException>().WithMessage("*AuthServer:SigningKeys:Algorithms*HS256*");
    }

    public void Dispose()
    {
        _ring.Dispose();
    }

    private static List<string> PublishedKeyIds(SigningKeyRing ring)
    {
        using var published = JsonDocument.Parse(Encoding.UTF8.GetString(ring.PublicKeys));
        return [.. published.RootElement.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
    }

    private Task RefreshAsync() => _ring.RefreshAsync(CancellationToken.None);

    private SigningKeyRing NewRing(ISigningKeyStore? store = null, params string[] algorithms)
    {
        var options = new SigningKeyOptions();
        algorithms.ToList().ForEach(options.Algorithms.Add);
        return new SigningKeyRing(
            store ?? _store, _protector, Options.Create(options), _clock, NullLogger<SigningKeyRing>.Instance);
    }
}
