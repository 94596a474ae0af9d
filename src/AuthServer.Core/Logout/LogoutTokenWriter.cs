using System.Buffers;
using System.Text.Json;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Logout;

/// <summary>
/// Writes and signs logout tokens (OIDC Back-Channel Logout §2.4). There is never a <c>nonce</c> in one, and its <c>typ</c> is its own, so that it passes
/// for no ID token (§4.1).
/// </summary>
internal static class LogoutTokenWriter
{
    public const string Type = "logout+jwt";

    private const string Events = "events";
    private const string BackchannelLogout = "http://schemas.openid.net/event/backchannel-logout";

    // §2.4: short, so that one that was caught on its way is soon worth nothing.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    public static string Sign(LogoutDelivery delivery, DateTimeOffset now, string issuer, SigningKey key)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString(ClaimNames.Issuer, issuer);
        json.WriteString(ClaimNames.Subject, delivery.UserId.Value);
        json.WriteString(ClaimNames.Audience, delivery.ClientId.Value);
        json.WriteNumber(ClaimNames.IssuedAt, now.ToUnixTimeSeconds());
        json.WriteNumber(ClaimNames.ExpiresAt, (now + Lifetime).ToUnixTimeSeconds());
        json.WriteString(ClaimNames.JwtId, Guid.CreateVersion7(now));
        json.WriteString(ClaimNames.SessionId, delivery.SessionId.Value);
        json.WriteStartObject(Events);
        json.WriteStartObject(BackchannelLogout);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return JwtWriter.Sign(key, Type, buffer.WrittenSpan);
    }
}
