using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>Reads the members of a JWK one by one (RFC 7517 §4).</summary>
internal static class JsonWebKeyReader
{
    private static readonly HashSet<string> PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out JsonWebKey? key)
    {
        key = null;
        if (json.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            if (PrivateMembers.Contains(property.Name) || !members.TryAdd(property.Name, property.Value))
            {
                return false;
            }
        }

        if (!TryText(members, "kty", out var kty)
            || !TryText(members, "kid", out var kid)
            || !TryText(members, "alg", out var alg)
            || !TryText(members, "use", out var use)
            || !AllowsVerification(members))
        {
            return false;
        }

        var common = new JsonWebKey { Kty = kty ?? "", Kid = kid, Alg = alg, Use = use };
        key = kty switch
        {
            "EC" => ReadEllipticCurve(common, members),
            "RSA" => ReadRsa(common, members),
            _ => null,
        };
        return key is not null;
    }

    private static JsonWebKey? ReadEllipticCurve(JsonWebKey common, Dictionary<string, JsonElement> members) =>
        TryText(members, "crv", out var crv) && IsCurveName(crv) && TryNumber(members, "x", out var x) && TryNumber(members, "y", out var y)
            ? common with { Crv = crv, X = x, Y = y }
            : null;

    private static JsonWebKey? ReadRsa(JsonWebKey common, Dictionary<string, JsonElement> members) =>
        TryNumber(members, "n", out var n) && TryNumber(members, "e", out var e)
            ? common with { N = n, E = e }
            : null;

    /// <summary>True when the member is absent or a string.</summary>
    private static bool TryText(Dictionary<string, JsonElement> members, string name, out string? value)
    {
        value = null;
        if (!members.TryGetValue(name, out var element))
        {
            return true;
        }

        if (element.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        value = element.GetString();
        return true;
    }

    /// <summary>True when the member is there and canonical base64url, so that equal keys have equal thumbprints.</summary>
    private static bool TryNumber(Dictionary<string, JsonElement> members, string name, [NotNullWhen(true)] out string? value) =>
        TryText(members, name, out value) && !string.IsNullOrEmpty(value) && Base64UrlText.IsCanonical(value);

    // The name enters the thumbprint's JSON unescaped; registered names are of this shape.
    private static bool IsCurveName(string? crv) =>
        !string.IsNullOrEmpty(crv) && crv.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static bool AllowsVerification(Dictionary<string, JsonElement> members)
    {
        if (!members.TryGetValue("key_ops", out var operations))
        {
            return true;
        }

        return operations.ValueKind == JsonValueKind.Array
            && operations.EnumerateArray().Any(o => o.ValueKind == JsonValueKind.String && o.ValueEquals("verify"u8));
    }
}
