using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Jose;

namespace AuthServer.Validation.Tests.Hosting;

/// <summary>A token in the making: complete and good unless a test changes something.</summary>
public sealed class Token(SigningKey key, string issuer, DateTimeOffset now)
{
    private readonly JsonObject claims = new()
    {
        ["iss"] = issuer,
        ["sub"] = "alice",
        ["aud"] = "api",
        ["client_id"] = "demo",
        ["scope"] = "openid api",
        ["iat"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.AddMinutes(15).ToUnixTimeSeconds(),
        ["jti"] = Guid.NewGuid().ToString("N"),
        ["sid"] = "session-1",
    };

    private string type = "at+jwt";
    private SigningKey signer = key;

    public Token With(string claim, JsonNode? value)
    {
        claims[claim] = value;
        return this;
    }

    public Token Without(string claim)
    {
        claims.Remove(claim);
        return this;
    }

    public Token OfType(string typ)
    {
        type = typ;
        return this;
    }

    public Token SignedBy(SigningKey other)
    {
        signer = other;
        return this;
    }

    public string Sign() => JwtWriter.Sign(signer, type, Payload);

    public byte[] Payload => JsonSerializer.SerializeToUtf8Bytes(claims);
}
