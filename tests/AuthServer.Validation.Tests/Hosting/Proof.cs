using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Jose;

namespace AuthServer.Validation.Tests.Hosting;

/// <summary>A proof of possession in the making, for a GET of <c>/api/me</c>: complete and good unless a test changes something.</summary>
public sealed class Proof(SigningKey key, string token, DateTimeOffset now)
{
    private readonly JsonObject claims = new()
    {
        ["jti"] = Guid.NewGuid().ToString("N"),
        ["htm"] = "GET",
        ["htu"] = "http://localhost/api/me",
        ["iat"] = now.ToUnixTimeSeconds(),
        ["ath"] = DpopProof.AccessTokenHash(token),
    };

    private string type = DpopNames.ProofType;

    public Proof With(string claim, JsonNode? value)
    {
        claims[claim] = value;
        return this;
    }

    public Proof Without(string claim)
    {
        claims.Remove(claim);
        return this;
    }

    public Proof OfType(string typ)
    {
        type = typ;
        return this;
    }

    public string Sign() => JwtWriter.SignProof(key, type, Payload);

    public byte[] Payload => JsonSerializer.SerializeToUtf8Bytes(claims);
}
