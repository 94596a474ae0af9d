using System.Text.Json;
using AuthServer.Protocol.Jose;

namespace AuthServer.Validation.Keys;

/// <summary>
/// Reads the issuer's metadata (OpenID Connect Discovery §4, RFC 8414 §3) and the key set that it names. Metadata that speaks for
/// another issuer is refused (§4.3), and so is an address that the transport rule does not allow.
/// </summary>
internal sealed class IssuerDocuments(IHttpClientFactory clients, string issuer, TransportRule transport)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    // Discovery §4.1: a terminating "/" is removed before the well-known path is appended.
    private readonly Uri _metadataAddress = new(issuer.TrimEnd('/') + "/.well-known/openid-configuration");

    public async Task<KeyFetch> FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(AuthServerBearerDefaults.HttpClientName);
            var metadata = await client.GetByteArrayAsync(_metadataAddress, cancellationToken).ConfigureAwait(false);
            var keysAddress = KeysAddress(metadata, out var problem);
            return keysAddress is null
                ? new KeyFetch.Failed(problem)
                : Keys(await client.GetByteArrayAsync(keysAddress, cancellationToken).ConfigureAwait(false));
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

    private Uri? KeysAddress(byte[] json, out string problem)
    {
        using var metadata = JsonDocument.Parse(json, Strict);
        if (Text(metadata.RootElement, "issuer") is not { } named || !string.Equals(named, issuer, StringComparison.Ordinal))
        {
            problem = "the metadata names another issuer";
            return null;
        }

        if (!Uri.TryCreate(Text(metadata.RootElement, "jwks_uri"), UriKind.Absolute, out var address) || !transport.Allows(address))
        {
            problem = "the metadata names no jwks_uri, or one that is not https";
            return null;
        }

        problem = "";
        return address;
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

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
