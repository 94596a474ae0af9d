using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AuthServer.Core.Results;

namespace AuthServer.Core.Clients;

/// <summary>
/// The one place where a client shows who it is (RFC 6749 §2.3 and §3.2.1). Every failure answers alike: <c>invalid_client</c>.
/// </summary>
public sealed class ClientAuthenticator(ClientDirectory clients, TimeProvider time) : IDisposable
{
    // Longer than any honest queue; a flood of wrong secrets is told to come back instead of starving refreshes.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);


    // A chosen secret costs a deliberate 70 ms to check. What was found right once is remembered by a keyed hash that lives in this process alone.
    private readonly byte[] _memoryKey = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, byte[]> _verified = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    public async ValueTask<Result<AuthenticatedClient>> AuthenticateAsync(PresentedCredentials credentials, CancellationToken cancellationToken) =>
        credentials switch
        {
            PresentedCredentials.Name name => await CheckAsync(await clients.FindAsync(name.ClientId, cancellationToken), secret: null, cancellationToken),
            PresentedCredentials.Secret secret => await CheckAsync(await clients.FindAsync(secret.ClientId, cancellationToken), secret.Value, cancellationToken),
            _ => OAuthError.InvalidClient("no credentials"),
        };

    /// <summary>The same request once more, after its client was registered anew: what may be presented only once was presented, and accepted, before.</summary>
    public ValueTask<Result<AuthenticatedClient>> AuthenticateAgainAsync(PresentedCredentials credentials, CancellationToken cancellationToken) =>
        AuthenticateAsync(credentials, cancellationToken);

    public void Dispose() => _hashing.Dispose();

    private async ValueTask<Result<AuthenticatedClient>> CheckAsync(ClientRegistration? client, string? secret, CancellationToken cancellationToken) => (client, secret) switch
    {
        (null, _) => OAuthError.InvalidClient("unknown client"),
        ({ Disabled: true }, _) => OAuthError.InvalidClient("client is disabled"),
        ({ Type: ClientType.Public }, null) => new AuthenticatedClient(client),
        ({ Type: ClientType.Public }, _) => OAuthError.InvalidClient("a public client presented a secret"),
        (_, null) => OAuthError.InvalidClient("a confidential client presented no secret"),
        _ => await CheckSecretsAsync(client, secret, cancellationToken),
    };

    private async ValueTask<Result<AuthenticatedClient>> CheckSecretsAsync(ClientRegistration client, string secret, CancellationToken cancellationToken)
    {
        foreach (var stored in client.Secrets.Where(stored => stored.ExpiresAt is not { } expiry || expiry > time.GetUtcNow()))
        {
            if (await MatchesAsync(stored, secret, cancellationToken) is not { } matches)
            {
                return OAuthError.Unavailable("too many client secrets are being checked");
            }

            if (matches)
            {
                return new AuthenticatedClient(client);
            }
        }

        return OAuthError.InvalidClient("no active secret matches");
    }

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
