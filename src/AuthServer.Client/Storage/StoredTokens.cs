using System.Text.Json;

namespace AuthServer.Client.Storage;

/// <summary>Everything that one sign-in has brought, as it is kept.</summary>
internal sealed record StoredTokens
{
    /// <summary>Made at sign-in, so that the tokens of two are never taken for each other.</summary>
    public required string SignIn { get; init; }

    /// <summary>Whose tokens they are: no other server is shown them.</summary>
    public required string Issuer { get; init; }

    /// <summary>The client that they were issued to (RFC 6749 §10.4).</summary>
    public required string ClientId { get; init; }

    /// <summary>Counts the writes of this sign-in: of two copies, the higher is the later.</summary>
    public long Revision { get; init; }

    public string? RefreshToken { get; init; }

    public string? IdToken { get; init; }

    /// <summary>The key that the tokens are bound to: PrivateKeyInfo (RFC 5208).</summary>
    public byte[]? ProofKey { get; init; }

    public IReadOnlyList<StoredAccessToken> AccessTokens { get; init; } = [];

    /// <exception cref="InvalidDataException">The bytes are nothing that <see cref="ToBytes"/> wrote.</exception>
    public static StoredTokens FromBytes(byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, StoredTokensJson.Default.StoredTokens) ?? throw new InvalidDataException("The stored tokens are empty.");
        }
        catch (JsonException)
        {
            // Its message would quote them.
            throw new InvalidDataException("The stored tokens are malformed.");
        }
    }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, StoredTokensJson.Default.StoredTokens);

    /// <summary>Names no token.</summary>
    public override string ToString() => $"{nameof(StoredTokens)} {SignIn}, revision {Revision}";
}
