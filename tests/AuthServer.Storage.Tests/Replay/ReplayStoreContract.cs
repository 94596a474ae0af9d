using System.Security.Cryptography;
using AuthServer.Core.Replay;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Replay;

/// <summary>What every replay store must do, through two nodes over one storage.</summary>
[Spec("RFC 9449", "11.1")]
public abstract class ReplayStoreContract(SessionStorage storage)
{
    private const int Racers = 32;
    private const int Rounds = 10;

    /// <summary>The storage's own clock.</summary>
    protected abstract DateTimeOffset Now { get; }

    private DateTimeOffset Later => Now.AddMinutes(5);

    [Fact]
    public async Task What_was_presented_on_one_node_is_known_on_the_other()
    {
        var hash = NewHash();

        (await RememberAsync(storage.First, hash, Later)).Should().BeTrue();
        (await RememberAsync(storage.First, hash, Later)).Should().BeFalse();
        (await RememberAsync(storage.Second, hash, Later)).Should().BeFalse();
    }

    [Fact]
    public async Task Another_kind_is_another_identifier()
    {
        var hash = NewHash();

        foreach (var kind in Enum.GetValues<ReplayKind>())
        {
            (await RememberAsync(storage.First, hash, Later, kind)).Should().BeTrue();
            (await RememberAsync(storage.First, hash, Later, kind)).Should().BeFalse();
        }
    }

    [Fact]
    public async Task Another_hash_is_another_identifier()
    {
        var hash = NewHash();
        byte[] near = [.. hash[..^1], (byte)(hash[^1] ^ 1)];

        (await RememberAsync(storage.First, hash, Later)).Should().BeTrue();
        (await RememberAsync(storage.First, near, Later)).Should().BeTrue();
    }

    [Fact]
    public async Task An_expired_identifier_may_be_taken_over_once()
    {
        var hash = NewHash();

        (await RememberAsync(storage.First, hash, Now.AddSeconds(-1))).Should().BeTrue();
        (await RememberAsync(storage.First, hash, Later)).Should().BeTrue();
        (await RememberAsync(storage.First, hash, Later)).Should().BeFalse();
    }

    [Fact]
    public async Task What_is_still_known_does_not_live_longer_for_being_presented_again()
    {
        var hash = NewHash();
        await RememberAsync(storage.First, hash, Now.AddSeconds(2));
        (await RememberAsync(storage.First, hash, Later)).Should().BeFalse();

        await PassAsync(TimeSpan.FromSeconds(2.5));

        (await RememberAsync(storage.First, hash, Later)).Should().BeTrue();
    }

    [Fact]
    public async Task Of_many_at_once_one_is_first()
    {
        for (var round = 0; round < Rounds; round++)
        {
            (await RaceAsync(NewHash())).Should().Be(1);
        }
    }

    [Fact]
    public async Task Of_many_at_once_one_takes_an_expired_identifier_over()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var hash = NewHash();
            await RememberAsync(storage.First, hash, Now.AddSeconds(-1));

            (await RaceAsync(hash)).Should().Be(1);
        }
    }

    protected abstract Task PassAsync(TimeSpan time);

    private static byte[] NewHash() => RandomNumberGenerator.GetBytes(32);

    private static Task<bool> RememberAsync(Node node, byte[] hash, DateTimeOffset expiresAt, ReplayKind kind = ReplayKind.DpopProof) =>
        node.Get<IReplayStore>().TryRememberAsync(kind, hash, expiresAt, CancellationToken.None);

    private async Task<int> RaceAsync(byte[] hash)
    {
        using var start = new ManualResetEventSlim();
        var attempts = Enumerable.Range(0, Racers).Select(racer => Task.Factory.StartNew(
            async () =>
            {
                start.Wait();
                return await RememberAsync(racer % 2 == 0 ? storage.First : storage.Second, hash, Later);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()).ToArray();
        start.Set();
        return (await Task.WhenAll(attempts)).Count(first => first);
    }
}
