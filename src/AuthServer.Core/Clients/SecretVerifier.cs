using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AuthServer.Core.Results;

namespace AuthServer.Core.Clients;

/// <summary>Checks a client's secret against its active ones (RFC 6749 §2.3.1).</summary>
public sealed class SecretVerifier(TimeProvider time) : IDisposable
{
    // Longer than any honest queue; a flood of wrong secrets is told to come back instead of starving refreshes.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    // A chosen secret costs a deliberate 70 ms to check. What was found right once is remembered by a keyed hash that lives in this process alone.
    private readonly byte[] _memoryKey = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, byte[]> _verified = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Null when the secret is one of the client's.</summary>
    public async ValueTask<OAuthError?> RefusalOfAsync(ClientRegistration client, string secret, CancellationToken cancellationToken)
    {
        foreach (var stored in client.Secrets.Where(stored => stored.ExpiresAt is not { } expiry || expiry > time.GetUtcNow()))
        {
            if (await MatchesAsync(stored, secret, cancellationToken) is not { } matches)
            {
                return OAuthError.Unavailable("too many client secrets are being checked");
            }

            if (matches)
            {
                return null;
            }
        }

        return OAuthError.InvalidClient("no active secret matches");
    }

    public void Dispose() => _hashing.Dispose();

    /// <summary>Null when the secret could not be checked in time.</summary>
    private async ValueTask<bool?> MatchesAsync(ClientSecret stored, string secret, CancellationToken cancellationToken)
    {
        var proof = HMACSHA256.HashData(_memoryKey, Encoding.UTF8.GetBytes(secret));
        if (Remembered(stored, proof) is { } remembered)
        {
            return remembered;
        }

        if (!await _hashing.WaitAsync(LongestWait, cancellationToken))
        {
            return null;
        }

        try
        {
            // Of many requests that meet a node which has just started, the first pays for all.
            if (Remembered(stored, proof) is { } learntMeanwhile)
            {
                return learntMeanwhile;
            }

            if (!ClientSecretHash.Matches(stored.Hash, secret))
            {
                return false;
            }

            _verified[stored.Hash] = proof;
            return true;
        }
        finally
        {
            _hashing.Release();
        }
    }

    /// <summary>Null until the right secret has been seen once; then it is known of any other that it is wrong.</summary>
    private bool? Remembered(ClientSecret stored, byte[] proof) =>
        _verified.TryGetValue(stored.Hash, out var known) ? CryptographicOperations.FixedTimeEquals(known, proof) : null;
}
