using System.Net;
using System.Security.Cryptography;
using AuthServer.Validation.Proofs;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServer.Validation.Tests.Proofs;

/// <summary>RFC 9449 §11.1: what an API remembers of proofs, alone and together with its other processes.</summary>
public sealed class ReplayCacheTests
{
    private readonly ManualTime time = new();

    [Fact]
    public async Task A_proof_is_known_until_it_expires_and_then_forgotten()
    {
        var (cache, proof) = (Cache(capacity: 10), NewProof());
        var expiresAt = time.GetUtcNow().AddMinutes(1);

        (await cache.TryAddAsync(proof, expiresAt, CancellationToken.None)).Should().BeTrue();
        time.Advance(TimeSpan.FromMinutes(1));
        (await cache.TryAddAsync(proof, expiresAt, CancellationToken.None)).Should().BeFalse();
        cache.Count.Should().Be(1);

        time.Advance(TimeSpan.FromSeconds(15));
        (await cache.TryAddAsync(NewProof(), expiresAt.AddMinutes(1), CancellationToken.None)).Should().BeTrue();
        cache.Count.Should().Be(1);
    }

    [Fact]
    public async Task When_it_is_full_new_proofs_are_refused_and_old_ones_still_known()
    {
        var log = new LogCapture();
        var cache = new InMemoryProofReplayCache(3, time, log.CreateLogger(""));
        var proofs = Enumerable.Range(0, 5).Select(_ => NewProof()).ToArray();
        var expiresAt = time.GetUtcNow().AddMinutes(1);

        var added = new List<bool>();
        foreach (var proof in proofs.Append(proofs[0]))
        {
            added.Add(await cache.TryAddAsync(proof, expiresAt, CancellationToken.None));
        }

        added.Should().Equal(true, true, true, false, false, false);
        log.Lines.Should().ContainSingle(line => line.Level == LogLevel.Warning && line.Id.Id == 6020);

        time.Advance(TimeSpan.FromSeconds(75));
        (await cache.TryAddAsync(proofs[3], expiresAt.AddMinutes(2), CancellationToken.None)).Should().BeTrue();
    }

    [Fact]
    public async Task Of_many_at_once_one_is_first()
    {
        var (cache, proof) = (Cache(capacity: 1_000), NewProof());
        var added = 0;
        await Parallel.ForAsync(0, 1_000, async (_, cancellationToken) =>
        {
            if (await cache.TryAddAsync(proof, time.GetUtcNow().AddMinutes(1), cancellationToken))
            {
                Interlocked.Increment(ref added);
            }
        });

        added.Should().Be(1);
    }

    [Fact]
    public async Task A_proof_that_one_process_took_is_refused_by_the_other_over_a_shared_cache()
    {
        var shared = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));
        await using var first = await ApiHost.StartAsync(services => Share(services, shared));
        await using var second = await ApiHost.StartAsync(services => Share(services, shared), ("Issuer", first.Issuer.Url));
        using var device = new Device(first);
        var proof = device.Proof().Sign();

        (await PresentAsync(first, device, proof)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await PresentAsync(first, device, proof)).ShouldBeRefusedAsDpop("invalid_dpop_proof", "The DPoP proof has been used before.");
        (await PresentAsync(second, device, proof)).ShouldBeRefusedAsDpop("invalid_dpop_proof", "The DPoP proof has been used before.");
        (await PresentAsync(second, device, device.Proof().Sign())).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private InMemoryProofReplayCache Cache(int capacity) => new(capacity, time, new LogCapture().CreateLogger(""));

    private static byte[] NewProof() => RandomNumberGenerator.GetBytes(32);

    private static void Share(IServiceCollection services, IDistributedCache cache) =>
        services.AddSingleton(cache).AddSingleton<IProofReplayCache, DistributedProofReplayCache>();

    private static Task<HttpResponseMessage> PresentAsync(ApiHost api, Device device, string proof) => Device.SendAsync(api, http =>
    {
        http.Request.Headers.Authorization = $"DPoP {device.BoundToken}";
        http.Request.Headers["DPoP"] = proof;
    });
}
