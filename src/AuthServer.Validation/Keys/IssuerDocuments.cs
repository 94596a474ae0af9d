using System.Text.Json;
using AuthServer.Protocol.Jose;

namespace AuthServer.Validation.Keys;

/// <summary>Reads the key set that the issuer's metadata names.</summary>
internal sealed class IssuerDocuments(IHttpClientFactory clients, IssuerMetadata metadata)
{
    public async Task<KeyFetch> FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(AuthServerBearerDefaults.HttpClientName);
            var (address, problem) = await metadata.FindAsync(client, "jwks_uri", cancellationToken).ConfigureAwait(false);
            return address is null
                ? new KeyFetch.Failed(problem)
                : Keys(await client.GetByteArrayAsync(address, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return new KeyFetch.Failed("the issuer did not answer as expected", e);
        }
        catch (JsonException)
        {
            // Its message would quote the document.
            return new KeyFetch.Failed("the issuer's metadata is not JSON");
        }
#pragma warning disable CA1031 // A fetch runs behind the requests: whatever happens, the known keys must serve on and the next attempt must come.
        catch (Exception e)
        {
            return new KeyFetch.Failed("reading them failed unexpectedly", e);
        }
#pragma warning restore CA1031
    }

    private static KeyFetch Keys(byte[] json)
    {
        if (!JsonWebKeySet.TryParse(json, out var published))
        {
            return new KeyFetch.Failed("the key set is malformed");
        }

        var keys = new IssuerKeySet(new VerificationKeySet(published));
        return keys.Count > 0 ? new KeyFetch.Read(keys) : new KeyFetch.Failed("the key set holds no usable key");
    }
}
