using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Endpoints;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Jose;
using AuthServer.Tests.Hosting;

namespace AuthServer.Tests.Dpop;

/// <summary>A device with a key of its own, which it proves to one issuer.</summary>
internal sealed class Device(string issuer) : IDisposable
{
    public SigningKey Key { get; } = SigningKey.Generate(JwsAlgorithm.ES256);

    public string Thumbprint => Key.PublicKey.Thumbprint();

    /// <summary>The nonce that the server sent last.</summary>
    public string? Nonce { get; private set; }

    /// <summary>A proof for a token request with the nonce at hand; good unless something is changed.</summary>
    public string Proof(params (string Claim, JsonNode? Value)[] changes)
    {
        var claims = new JsonObject
        {
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["htm"] = "POST",
            ["htu"] = issuer + Paths.Token,
            ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        };
        if (Nonce is not null)
        {
            claims["nonce"] = Nonce;
        }

        foreach (var (claim, value) in changes)
        {
            claims[claim] = value;
        }

        return JwtWriter.SignProof(Key, DpopNames.ProofType, JsonSerializer.SerializeToUtf8Bytes(claims));
    }

    /// <summary>Sends a request with a proof, and once more when the server wants a nonce, as clients do (RFC 9449 §8).</summary>
    public async Task<Answer> SendAsync(ClientApp app, Func<ClientApp, Task<Answer>> request)
    {
        var answer = await SendOnceAsync(app, request);
        return answer.Error == "use_dpop_nonce" ? await SendOnceAsync(app, request) : answer;
    }

    public void Dispose() => Key.Dispose();

    /// <summary>Keeps the nonce of an answer for the next proof.</summary>
    public Answer Learn(Answer answer)
    {
        Nonce = NonceOf(answer) ?? Nonce;
        return answer;
    }

    public static string? NonceOf(Answer answer) => answer.Headers.TryGetValues(DpopNames.NonceHeader, out var values) ? values.Single() : null;

    private async Task<Answer> SendOnceAsync(ClientApp app, Func<ClientApp, Task<Answer>> request) => Learn(await request(app with { Proofs = [Proof()] }));
}
