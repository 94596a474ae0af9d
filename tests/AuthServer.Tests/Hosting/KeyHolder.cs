using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Jose;

namespace AuthServer.Tests.Hosting;

/// <summary>A client with a key of its own, and what it signs with it: good for one issuer, unless something is changed.</summary>
public sealed class KeyHolder(string clientId, SigningKey key, string issuer)
{
    /// <summary>The claims of an assertion (RFC 7523 §3); one with the value null is left out.</summary>
    public JsonObject Claims(params (string Claim, JsonNode? Value)[] changes)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = clientId,
            ["sub"] = clientId,
            ["aud"] = issuer,
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["iat"] = now,
            ["exp"] = now + 60,
        };
        return Changed(claims, changes);
    }

    public string Assertion(params (string Claim, JsonNode? Value)[] changes) =>
        JwtWriter.Sign(key, "client-authentication+jwt", JsonSerializer.SerializeToUtf8Bytes(Claims(changes)));

    /// <summary>A request object (RFC 9101 §4) with these parameters inside.</summary>
    public string RequestObject(IReadOnlyDictionary<string, string?> parameters, params (string Claim, JsonNode? Value)[] changes) =>
        JwtWriter.Sign(key, "oauth-authz-req+jwt", JsonSerializer.SerializeToUtf8Bytes(RequestClaims(parameters, changes)));

    public JsonObject RequestClaims(IReadOnlyDictionary<string, string?> parameters, params (string Claim, JsonNode? Value)[] changes)
    {
        var claims = Claims(("sub", null));
        foreach (var (name, value) in parameters)
        {
            claims[name] = value;
        }

        return Changed(claims, changes);
    }

    /// <summary>Signs with ES256 under any header at all.</summary>
    public string SignRaw(JsonObject header, JsonObject claims)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(key.ExportPkcs8(), out _);
        var input = Input(header, claims);
        return $"{input}.{Base64Url.EncodeToString(ecdsa.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256))}";
    }

    /// <summary>What is signed (RFC 7515 §5.1).</summary>
    public static string Input(JsonObject header, JsonObject claims) =>
        $"{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(header))}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";

    private static JsonObject Changed(JsonObject claims, (string Claim, JsonNode? Value)[] changes)
    {
        foreach (var (claim, value) in changes)
        {
            claims.Remove(claim);
            if (value is not null)
            {
                claims[claim] = value.DeepClone();
            }
        }

        return claims;
    }
}
