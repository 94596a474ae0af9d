using System.Collections.Frozen;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.Jose;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Keys;

/// <summary>
/// The signing keys of all nodes, as this node knows them: which one signs now, and which are published. Rotates by itself, with overlap.
/// Reads are lock-free; <see cref="RefreshAsync"/> replaces the whole ring.
/// </summary>
public sealed partial class SigningKeyRing(
    ISigningKeyStore store,
    IPrivateKeyProtector protector,
    IOptions<SigningKeyOptions> options,
    TimeProvider time,
    ILogger<SigningKeyRing> logger) : IVerificationKeys, IDisposable
{
    // Clocks of nodes and APIs may differ by this much.
    private static readonly TimeSpan ClockLeeway = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private Ring _ring = Ring.Empty;

    /// <summary>Signing algorithms in force, the one of access tokens first.</summary>
    public IReadOnlyList<JwsAlgorithm> Algorithms { get; } =
    [
        .. options.Value.Algorithms.DefaultIfEmpty(JwsAlgorithm.ES256.Name).Append(JwsAlgorithm.RS256.Name)
            .Distinct(StringComparer.Ordinal)
            .Select(name => JwsAlgorithm.Find(name) ?? throw new InvalidOperationException($"AuthServer:SigningKeys:Algorithms: {name} is not known.")),
    ];

    /// <summary>The published key set (RFC 7517 §5), ready to be sent.</summary>
    public byte[] PublicKeys => _ring.PublicKeys;

    public bool IsReady => _ring.Signers.Count > 0;

    /// <summary>The key that signs access tokens now, or null before the first <see cref="RefreshAsync"/>.</summary>
    public SigningKey? AccessTokenKey => Signer(Algorithms[0]);

    public SigningKey? Signer(JwsAlgorithm algorithm)
    {
        var now = time.GetUtcNow();
        return _ring.Signers.GetValueOrDefault(algorithm.Name)?.LastOrDefault(signer => signer.SignsFrom <= now)?.Key;
    }

    public VerificationKey? Find(string? keyId) => keyId is null ? null : _ring.Verifiers.GetValueOrDefault(keyId);

    /// <summary>Loads what is stored, adds the keys that are due and removes those that are of no more use.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            var records = await store.ListAsync(cancellationToken);
            if (await MaintainAsync(records, cancellationToken))
            {
                records = await store.ListAsync(cancellationToken);
            }

            _ring = Load(records);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>
    /// Adds the key that signs next, whether it is due or not. It signs from <paramref name="delay"/> on, which no node knows before its own next look:
    /// at least twice <see cref="SigningKeyOptions.ReloadInterval"/>.
    /// </summary>
    /// <returns>Null when another node has added one at the same moment.</returns>
    public async Task<SigningKeyRecord?> AddNextAsync(JwsAlgorithm algorithm, TimeSpan delay, CancellationToken cancellationToken)
    {
        var records = await store.ListAsync(cancellationToken);
        var newest = records.Where(record => record.Algorithm == algorithm.Name).MaxBy(record => record.Number);

        // The highest number whose time has come signs: one that was planned before this never does.
        return await AddAsync(algorithm, (newest?.Number ?? 0) + 1, time.GetUtcNow() + delay, cancellationToken);
    }

    public void Dispose() => _refreshing.Dispose();

    private async Task<bool> MaintainAsync(IReadOnlyList<SigningKeyRecord> records, CancellationToken cancellationToken)
    {
        var changed = false;
        var now = time.GetUtcNow();
        foreach (var algorithm in Algorithms)
        {
            var schedule = new SigningKeySchedule(
                records.Where(key => key.Algorithm == algorithm.Name), TokenOptions.Ceiling + ClockLeeway);
            if (schedule.NextDueAt(now, options.Value) is { } signsFrom)
            {
                await AddAsync(algorithm, (schedule.Newest?.Number ?? 0) + 1, signsFrom, cancellationToken);
                changed = true;
            }

            foreach (var useless in schedule.UselessAt(now))
            {
                await store.RemoveAsync(useless.KeyId, cancellationToken);
                changed = true;
            }
        }

        return changed;
    }

    private async Task<SigningKeyRecord?> AddAsync(JwsAlgorithm algorithm, int number, DateTimeOffset signsFrom, CancellationToken cancellationToken)
    {
        using var key = SigningKey.Generate(algorithm);
        var record = new SigningKeyRecord(key.KeyId, algorithm.Name, number, key.PublicKey, protector.Protect(key.ExportPkcs8()), signsFrom);
        if (!await store.TryAddAsync(record, cancellationToken))
        {
            return null;
        }

        LogAdded(logger, algorithm.Name, number, key.KeyId, signsFrom);
        return record;
    }

    private Ring Load(IReadOnlyList<SigningKeyRecord> records)
    {
        var previous = _ring;
        var now = time.GetUtcNow();
        var signers = records
            .OrderBy(record => record.Number)
            .Where(record => IsSignerOrSoon(records, record, now))
            .Select(record => new DatedSigner(record.Algorithm, record.SignsFrom, previous.SignerOf(record.KeyId) ?? Unwrap(record)))
            .GroupBy(signer => signer.Algorithm)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

        var verifiers = new Dictionary<string, VerificationKey>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            if (previous.Verifiers.GetValueOrDefault(record.KeyId) is { } known || VerificationKey.TryCreate(record.PublicKey, out known))
            {
                verifiers[record.KeyId] = known;
            }
        }

        var published = new JsonWebKeySet([.. records.OrderBy(record => record.Algorithm, StringComparer.Ordinal).ThenBy(record => record.Number).Select(record => record.PublicKey)]);
        return new Ring(signers, verifiers.ToFrozenDictionary(StringComparer.Ordinal), published.ToUtf8Json());
    }

    /// <summary>Only the key that signs and those after it are unwrapped; older ones are published, never used again.</summary>
    private static bool IsSignerOrSoon(IReadOnlyList<SigningKeyRecord> records, SigningKeyRecord record, DateTimeOffset now) =>
        !records.Any(other => other.Algorithm == record.Algorithm && other.Number > record.Number && other.SignsFrom <= now);

    private SigningKey Unwrap(SigningKeyRecord record) =>
        SigningKey.ImportPkcs8(JwsAlgorithm.Find(record.Algorithm)!, protector.Unprotect(record.ProtectedPrivateKey), record.KeyId);

    [LoggerMessage(2101, LogLevel.Information, "Added {Algorithm} signing key number {Number}, {KeyId}; it signs from {SignsFrom:u}")]
    private static partial void LogAdded(ILogger logger, string algorithm, int number, string keyId, DateTimeOffset signsFrom);

    private sealed record DatedSigner(string Algorithm, DateTimeOffset SignsFrom, SigningKey Key);

    private sealed record Ring(FrozenDictionary<string, DatedSigner[]> Signers, FrozenDictionary<string, VerificationKey> Verifiers, byte[] PublicKeys)
    {
        public static readonly Ring Empty =
            new(FrozenDictionary<string, DatedSigner[]>.Empty, FrozenDictionary<string, VerificationKey>.Empty, new JsonWebKeySet([]).ToUtf8Json());

        public SigningKey? SignerOf(string keyId) => Signers.Values.SelectMany(signers => signers).FirstOrDefault(signer => signer.Key.KeyId == keyId)?.Key;
    }
}
