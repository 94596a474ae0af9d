using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AuthServer.Core.Results;

namespace AuthServer.Core.Clients;

/// <summary>
/// The one place where a client shows who it is (RFC 6749 §2.3 and §3.2.1). Every failure answers alike: <c>invalid_client</c>.
/// </summary>
public sealed class ClientAuthenticator(ClientDirectory clients, TimeProvider time)
{
    // A chosen secret costs a deliberate 70 ms to check. What was found right once is remembered by a keyed hash that lives in this process alone.
    private readonly byte[] _memoryKey = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, byte[]> _verified = new(StringComparer.Ordinal);

    public async ValueTask<Result<AuthenticatedClient>> AuthenticateAsync(PresentedCredentials credentials, CancellationToken cancellationToken) =>
        credentials switch
        {
            PresentedCredentials.Name name => Check(await clients.FindAsync(name.ClientId, cancellationToken), secret: null),
            PresentedCredentials.Secret secret => Check(await clients.FindAsync(secret.ClientId, cancellationToken), secret.Value),
            _ => OAuthError.InvalidClient("no credentials"),
        };

    private Result<AuthenticatedClient> Check(ClientRegistration? client, string? secret) => (client, secret) switch
    {
        (null, _) => OAuthError.InvalidClient("unknown client"),
        ({ Disabled: true }, _) => OAuthError.InvalidClient("client is disabled"),
        ({ Type: ClientType.Public }, null) => new AuthenticatedClient(client),
        ({ Type: ClientType.Public }, _) => OAuthError.InvalidClient("a public client presented a secret"),
        (_, null) => OAuthError.InvalidClient("a confidential client presented no secret"),
        _ when client.Secrets.Any(stored => Matches(stored, secret)) => new AuthenticatedClient(client),
        _ => OAuthError.InvalidClient("no active secret matches"),
    };

    private bool Matches(ClientSecret stored, string secret)
    {
        if (stored.ExpiresAt <= time.GetUtcNow())
        {
            return false;
        }

        var proof = HMACSHA256.HashData(_memoryKey, Encoding.UTF8.GetBytes(secret));
        if (_verified.TryGetValue(stored.Hash, out var known) && CryptographicOperations.FixedTimeEquals(known, proof))
        {
            return true;
        }

        if (!ClientSecretHash.Matches(stored.Hash, secret))
        {
            return false;
        }

        _verified[stored.Hash] = proof;
        return true;
    }
}
