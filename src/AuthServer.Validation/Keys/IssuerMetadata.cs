using System.Text.Json;

namespace AuthServer.Validation.Keys;

/// <summary>
/// The issuer's metadata (OpenID Connect Discovery §4, RFC 8414 §3). Metadata that speaks for another issuer is refused (§4.3), and so is an address that the
/// transport rule does not allow.
/// </summary>
internal sealed class IssuerMetadata(string issuer, TransportRule transport)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    // Discovery §4.1: a terminating "/" is removed before the well-known path is appended.
    private readonly Uri _address = new(issuer.TrimEnd('/') + "/.well-known/openid-configuration");

    /// <summary>The address that a member of the metadata names, or what is wrong with it. Throws what reading and parsing throw.</summary>
    public async Task<(Uri? Address, string Problem)> FindAsync(HttpClient client, string member, CancellationToken cancellationToken)
    {
        using var metadata = JsonDocument.Parse(await client.GetByteArrayAsync(_address, cancellationToken).ConfigureAwait(false), Strict);
        if (Text(metadata.RootElement, "issuer") is not { } named || !string.Equals(named, issuer, StringComparison.Ordinal))
        {
            return (null, "the metadata names another issuer");
        }

        return Uri.TryCreate(Text(metadata.RootElement, member), UriKind.Absolute, out var address) && transport.Allows(address)
            ? (address, "")
            : (null, $"the metadata names no {member}, or one that is not https");
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
