using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Tests.Jose;

namespace AuthServer.Protocol.Tests.Dpop;

/// <summary>A proof in the making: complete and good unless a test changes something.</summary>
internal sealed class ProofBuilder(SigningKey key)
{
    public static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 30, 0, TimeSpan.Zero);
    public static readonly DpopConditions Request = new("POST", new Uri("https://auth.example/connect/token"));

    private readonly JsonObject _claims = new()
    {
        ["jti"] = "a-proof",
        ["htm"] = "POST",
        ["htu"] = "https://auth.example/connect/token",
        ["iat"] = Now.ToUnixTimeSeconds(),
    };

    public ProofBuilder()
        : this(TestKeys.Of("ES256"))
    {
    }

    public ProofBuilder With(string claim, JsonNode? value)
    {
        _claims[claim] = value;
        return this;
    }

    public ProofBuilder Without(string claim)
    {
        _claims.Remove(claim);
        return this;
    }

    public string Sign(string typ = "dpop+jwt") => JwtWriter.SignProof(key, typ, JsonSerializer.SerializeToUtf8Bytes(_claims));

    /// <summary>Under a header of the test's own.</summary>
    public string SignUnder(string header) => RawJws.Sign(key, header, _claims.ToJsonString());

    public DpopResult Read(DpopConditions? conditions = null) => DpopProof.Read(Sign(), conditions ?? Request, Now);
}
