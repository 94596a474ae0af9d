using System.Globalization;
using System.Net;
using System.Text.Json;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Client.Requests;

/// <summary>
/// Tells a decision of the server from everything else that may come back: pages of proxies, half an answer, a broken server. Only what has the form
/// of RFC 6749 §5 decides.
/// </summary>
internal static class TokenAnswerReader
{
    // RFC 6749 §5.1 recommends expires_in; without it, a token is renewed often rather than found expired.
    private static readonly TimeSpan AssumedLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(365);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static TokenAnswer Read(HttpStatusCode status, byte[] body, DateTimeOffset sentAt, TimeSpan? retryAfter)
    {
        using var json = Parse(body);
        return (int)status switch
        {
            200 => json is not null && GrantOf(json.RootElement, sentAt) is { } grant
                ? new TokenAnswer.Granted(grant)
                : new TokenAnswer.Unavailable("the answer is no token answer", MayBeServed: true),
            408 or 425 or 429 => Unavailable(status, mayBeServed: false, retryAfter),
            >= 400 and < 500 => json is not null && RefusalOf(json.RootElement) is { } refusal
                ? new TokenAnswer.Refused(refusal, retryAfter)
                : Unavailable(status, mayBeServed: false, retryAfter),

            // Whoever says 500, 502 or 504 may have lost the answer of someone who did it, and a server that does not know what became of a rotation says 503.
            _ => Unavailable(status, mayBeServed: true, retryAfter),
        };
    }

    public static OAuthRefusal? RefusalOf(JsonElement json) =>
        Text(json, Parameters.Error) is { Length: > 0 } error ? new OAuthRefusal(error, Text(json, Parameters.ErrorDescription), Text(json, Parameters.Reason)) : null;

    public static JsonDocument? Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body, Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A number of seconds, written as a number or, as some servers do, as text.</summary>
    public static TimeSpan? Seconds(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out var value))
        {
            return null;
        }

        var seconds = value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDouble(out var number) => number,
            JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => number,
            _ => -1,
        };
        return seconds is >= 0 ? TimeSpan.FromSeconds(Math.Min(seconds, LongestLifetime.TotalSeconds)) : null;
    }

    private static TokenGrant? GrantOf(JsonElement json, DateTimeOffset sentAt)
    {
        var scheme = SchemeOf(Text(json, Parameters.TokenType));
        return scheme is not null && Text(json, Parameters.AccessToken) is { Length: > 0 } token && IsHeaderSafe(token)
            ? new TokenGrant
            {
                AccessToken = token,
                Scheme = scheme,
                Lifetime = Seconds(json, Parameters.ExpiresIn) ?? AssumedLifetime,
                SentAt = sentAt,
                RefreshToken = Text(json, Parameters.RefreshToken) is { Length: > 0 } refreshToken ? refreshToken : null,
                RefreshTokenLifetime = Seconds(json, Parameters.RefreshTokenExpiresIn),
                IdToken = Text(json, Parameters.IdToken),
                Scope = Text(json, Parameters.Scope),
            }
            : null;
    }

    // RFC 6749 §5.1: the type is case-insensitive; §7.1: a type that is not understood must not be used.
    private static string? SchemeOf(string? type) =>
        string.Equals(type, "Bearer", StringComparison.OrdinalIgnoreCase) ? "Bearer"
        : string.Equals(type, DpopNames.Scheme, StringComparison.OrdinalIgnoreCase) ? DpopNames.Scheme
        : null;

    private static bool IsHeaderSafe(string token) => !token.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static TokenAnswer.Unavailable Unavailable(HttpStatusCode status, bool mayBeServed, TimeSpan? retryAfter) =>
        new(string.Create(CultureInfo.InvariantCulture, $"the server answered with status {(int)status}"), mayBeServed, retryAfter);
}
