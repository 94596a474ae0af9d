using System.Collections.Concurrent;
using System.Text;
using AuthServer.Protocol.Jose;

namespace AuthServer.Core.Clients;

/// <summary>The public keys that clients have declared (RFC 7517 §5), parsed once for each text.</summary>
public sealed class ClientKeys
{
    private static readonly VerificationKeySet NoKeys = new(new JsonWebKeySet([]));

    private readonly ConcurrentDictionary<ClientId, Parsed> _parsed = new();

    /// <summary>The client's keys, each fixed to one algorithm; of a FAPI client only those whose algorithm the profile allows.</summary>
    public IVerificationKeys Of(ClientRegistration client) => client.Metadata.Fapi2 ? new FapiKeys(SetOf(client)) : SetOf(client);

    /// <summary>Whether the key of a certificate is one of the client's.</summary>
    /// <param name="subjectPublicKeyInfo">RFC 5280 §4.1.2.7, DER.</param>
    public bool Contains(ClientRegistration client, ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        foreach (var key in SetOf(client).Keys)
        {
            if (subjectPublicKeyInfo.SequenceEqual(key.ExportSubjectPublicKeyInfo()))
            {
                return true;
            }
        }

        return false;
    }

    private VerificationKeySet SetOf(ClientRegistration client)
    {
        if (client.Metadata.Jwks is not { } text)
        {
            return NoKeys;
        }

        if (_parsed.TryGetValue(client.Id, out var parsed) && parsed.Text == text)
        {
            return parsed.Keys;
        }

        // A set that is replaced may be in use still, so it is left to the garbage collector.
        var keys = JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(text), out var set) ? new VerificationKeySet(set) : NoKeys;
        _parsed[client.Id] = new Parsed(text, keys);
        return keys;
    }

    private sealed record Parsed(string Text, VerificationKeySet Keys);

    private sealed class FapiKeys(VerificationKeySet keys) : IVerificationKeys
    {
        public VerificationKey? Find(string? keyId) => keys.Find(keyId) is { } key && Fapi2Profile.Allows(key.Algorithm) ? key : null;
    }
}
