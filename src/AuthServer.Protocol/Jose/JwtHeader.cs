using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>What an unverified header says of itself (RFC 7515 §4.1): good for finding a key, for nothing else.</summary>
public sealed record JwtHeader
{
    /// <summary><c>alg</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary><c>kid</c>.</summary>
    public string? KeyId { get; init; }

    /// <summary><c>typ</c>, as written.</summary>
    public string? Type { get; init; }

    internal bool IsCritical { get; init; }

    internal bool IsEncrypted { get; init; }

    /// <summary>Whether the header points to a key elsewhere or brings a certificate.</summary>
    internal bool RefersToKey { get; init; }

    internal bool CarriesKey { get; init; }

    /// <summary>The key the header carries, null also when it cannot be used.</summary>
    internal JsonWebKey? Key { get; init; }

    internal static bool TryParse(ReadOnlyMemory<byte> utf8Json, [NotNullWhen(true)] out JwtHeader? header)
    {
        header = null;
        if (!StrictJson.TryParseObject(utf8Json, out var document))
        {
            return false;
        }

        using (document)
        {
            header = Read(document.RootElement);
        }

        return header is not null;
    }

    private static JwtHeader? Read(JsonElement json)
    {
        string? algorithm = null, keyId = null, type = null;
        bool critical = false, encrypted = false, refers = false, carries = false;
        JsonWebKey? key = null;

        foreach (var member in json.EnumerateObject())
        {
            var understood = true;
            if (member.NameEquals("alg"u8))
            {
                understood = ClaimValue.TryText(member.Value, out algorithm);
            }
            else if (member.NameEquals("kid"u8))
            {
                understood = ClaimValue.TryText(member.Value, out keyId);
            }
            else if (member.NameEquals("typ"u8))
            {
                understood = ClaimValue.TryText(member.Value, out type);
            }
            else if (member.NameEquals("jwk"u8))
            {
                carries = true;
                _ = JsonWebKey.TryParse(member.Value, out key);
            }
            else
            {
                critical |= member.NameEquals("crit"u8) || member.NameEquals("b64"u8);
                encrypted |= member.NameEquals("enc"u8) || member.NameEquals("zip"u8);
                refers |= member.NameEquals("jku"u8) || member.NameEquals("x5u"u8) || member.NameEquals("x5c"u8);
            }

            if (!understood)
            {
                return null;
            }
        }

        return algorithm is null ? null : new JwtHeader
        {
            Algorithm = algorithm,
            KeyId = keyId,
            Type = type,
            IsCritical = critical,
            IsEncrypted = encrypted,
            RefersToKey = refers,
            CarriesKey = carries,
            Key = key,
        };
    }
}
