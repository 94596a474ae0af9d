using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AuthServer.Protocol.Jose;

namespace AuthServer.Protocol.Tests.Jose;

/// <summary>Builds what an attacker would: any header and any payload, signed by the genuine key so that nothing else is wrong.</summary>
internal static class RawJws
{
    public const string GoodPayload = """{"iss":"https://issuer.example","sub":"1"}""";

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static string Header(SigningKey key, string more = "") =>
        $$"""{"alg":"{{key.Algorithm.Name}}","typ":"at+jwt","kid":"{{key.KeyId}}"{{more}}}""";

    /// <summary>A token of these texts, each base64url-encoded.</summary>
    public static string Sign(SigningKey key, string header, string payload = GoodPayload) =>
        SignSegments(key, Encode(header), Encode(payload));

    /// <summary>A token of these two segments as they are.</summary>
    public static string SignSegments(SigningKey key, string header, string payload)
    {
        var input = Encoding.UTF8.GetBytes($"{header}.{payload}");
        return $"{header}.{payload}.{Base64Url.EncodeToString(Signature(key, input))}";
    }

    public static byte[] Signature(SigningKey key, byte[] input, DSASignatureFormat format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
    {
        var hash = key.Algorithm == JwsAlgorithm.ES384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
        if (key.PublicKey.Kty == "EC")
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportPkcs8PrivateKey(key.ExportPkcs8(), out _);
            return ecdsa.SignData(input, hash, format);
        }

        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(key.ExportPkcs8(), out _);
        return rsa.SignData(input, hash, key.Algorithm == JwsAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
    }
}
