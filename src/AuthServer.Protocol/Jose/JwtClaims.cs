using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// The claims of a verified token (RFC 7519 §4.1, RFC 9068 §2.2). The registered ones are typed; a token in which one of
/// them has another type is refused whole, so a null here means that the claim is absent.
/// </summary>
public sealed class JwtClaims
{
    private string? _issuer;
    private string? _subject;
    private IReadOnlyList<string>? _audiences;
    private DateTimeOffset? _expiresAt;
    private DateTimeOffset? _notBefore;
    private DateTimeOffset? _issuedAt;
    private DateTimeOffset? _authenticatedAt;
    private string? _jwtId;
    private string? _clientId;
    private IReadOnlyList<string>? _scopes;
    private string? _sessionId;

    private JwtClaims(ReadOnlyMemory<byte> payload) => Payload = payload;

    /// <summary><c>iss</c>.</summary>
    public string? Issuer => _issuer;

    /// <summary><c>sub</c>.</summary>
    public string? Subject => _subject;

    /// <summary><c>aud</c>, one or several; empty when absent.</summary>
    public IReadOnlyList<string> Audiences => _audiences ?? [];

    /// <summary><c>exp</c>.</summary>
    public DateTimeOffset? ExpiresAt => _expiresAt;

    /// <summary><c>nbf</c>.</summary>
    public DateTimeOffset? NotBefore => _notBefore;

    /// <summary><c>iat</c>.</summary>
    public DateTimeOffset? IssuedAt => _issuedAt;

    /// <summary><c>auth_time</c> (OpenID Connect Core §2).</summary>
    public DateTimeOffset? AuthenticatedAt => _authenticatedAt;

    /// <summary><c>jti</c>.</summary>
    public string? JwtId => _jwtId;

    /// <summary><c>client_id</c> (RFC 8693 §4.3).</summary>
    public string? ClientId => _clientId;

    /// <summary><c>scope</c>, split at spaces (RFC 8693 §4.2); empty when absent.</summary>
    public IReadOnlyList<string> Scopes => _scopes ?? [];

    /// <summary><c>sid</c> (OpenID Connect Front-Channel Logout §3).</summary>
    public string? SessionId => _sessionId;

    /// <summary>The claims as they were signed, a JSON object in UTF-8.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The claim when it is a string, otherwise null.</summary>
    public string? GetString(string name) =>
        TryFind(name, out var reader) && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    /// <summary>The claim when it is an integer of 64 bits, otherwise null.</summary>
    public long? GetInt64(string name) =>
        TryFind(name, out var reader) && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) ? value : null;

    /// <summary>The claim when it is a string (a list of one) or an array of strings, otherwise an empty list.</summary>
    public IReadOnlyList<string> GetStrings(string name)
    {
        if (!TryFind(name, out var reader))
        {
            return [];
        }

        if (reader.TokenType == JsonTokenType.String)
        {
            return [reader.GetString()!];
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return [];
        }

        var values = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            values.Add(reader.GetString()!);
        }

        return reader.TokenType == JsonTokenType.EndArray ? values : [];
    }

    /// <summary>The claim, whatever it is, or null when absent. The element outlives this object.</summary>
    public JsonElement? Get(string name) => TryFind(name, out var reader) ? JsonElement.ParseValue(ref reader) : null;

    /// <summary>Reads claims whose signature is verified. The bytes become this object's.</summary>
    internal static bool TryParse(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out JwtClaims? claims)
    {
        claims = null;
        if (!StrictJson.TryParseObject(payload, out var document))
        {
            return false;
        }

        using (document)
        {
            var read = new JwtClaims(payload);
            foreach (var claim in document.RootElement.EnumerateObject())
            {
                if (!read.TryTake(claim))
                {
                    return false;
                }
            }

            claims = read;
            return true;
        }
    }

    /// <summary>Takes a claim that has a type here; false when its value has another.</summary>
    private bool TryTake(JsonProperty claim) => claim switch
    {
        _ when claim.NameEquals("iss"u8) => ClaimValue.TryText(claim.Value, out _issuer),
        _ when claim.NameEquals("sub"u8) => ClaimValue.TryText(claim.Value, out _subject),
        _ when claim.NameEquals("aud"u8) => ClaimValue.TryStrings(claim.Value, out _audiences),
        _ when claim.NameEquals("exp"u8) => ClaimValue.TryNumericDate(claim.Value, out _expiresAt),
        _ when claim.NameEquals("nbf"u8) => ClaimValue.TryNumericDate(claim.Value, out _notBefore),
        _ when claim.NameEquals("iat"u8) => ClaimValue.TryNumericDate(claim.Value, out _issuedAt),
        _ when claim.NameEquals("auth_time"u8) => ClaimValue.TryNumericDate(claim.Value, out _authenticatedAt),
        _ when claim.NameEquals("jti"u8) => ClaimValue.TryText(claim.Value, out _jwtId),
        _ when claim.NameEquals("client_id"u8) => ClaimValue.TryText(claim.Value, out _clientId),
        _ when claim.NameEquals("scope"u8) => ClaimValue.TryWords(claim.Value, out _scopes),
        _ when claim.NameEquals("sid"u8) => ClaimValue.TryText(claim.Value, out _sessionId),
        _ => true,
    };

    /// <summary>Finds a claim at the top level and stops at its value. The payload was parsed strictly, so reading cannot fail.</summary>
    private bool TryFind(string name, out Utf8JsonReader reader)
    {
        reader = new Utf8JsonReader(Payload.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
