using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace AuthServer.Interop.Tests.Hosting;

/// <summary>The key of a client that shows who it is by signing (RFC 7523), as JSON Web Keys (RFC 7517).</summary>
internal sealed record ClientKey(IReadOnlyDictionary<string, string> Private, string PublicSet)
{
    public static ClientKey Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = key.ExportParameters(includePrivateParameters: true);
        var shown = new Dictionary<string, string>
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["kid"] = "interop-1",
            ["alg"] = "ES256",
            ["x"] = Base64Url.EncodeToString(parameters.Q.X),
            ["y"] = Base64Url.EncodeToString(parameters.Q.Y),
        };
        return new ClientKey(
            new Dictionary<string, string>(shown) { ["d"] = Base64Url.EncodeToString(parameters.D) },
            JsonSerializer.Serialize(new { keys = new[] { shown } }));
    }
}
