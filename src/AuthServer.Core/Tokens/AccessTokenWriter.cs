using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using AuthServer.Core.Proofs;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Tokens;

/// <summary>Writes and signs access tokens (RFC 9068).</summary>
internal static class AccessTokenWriter
{
    /// <summary>RFC 9068 §2.1.</summary>
    public const string Type = "at+jwt";

    public static string Sign(AccessTokenContent content, DateTimeOffset expiresAt, string issuer, SigningKey key)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString(ClaimNames.Issuer, issuer);
        json.WriteString(ClaimNames.Subject, content.Subject);
        WriteAudiences(json, content.Audiences, issuer);
        json.WriteString(ClaimNames.ClientId, content.ClientId.Value);
        json.WriteString(ClaimNames.Scope, content.Scopes.ToString());
        json.WriteNumber(ClaimNames.IssuedAt, content.IssuedAt.ToUnixTimeSeconds());
        json.WriteNumber(ClaimNames.ExpiresAt, expiresAt.ToUnixTimeSeconds());
        json.WriteString(ClaimNames.JwtId, Guid.CreateVersion7(content.IssuedAt));
        WriteSession(json, content.Session);
        json.WriteNumber(ClaimNames.ClientEpoch, content.ClientEpoch);
        WriteOrigins(json, content.Origins);
        WriteBinding(json, content.Binding);
        WriteActors(json, content.Actors.AsSpan());
        json.WriteEndObject();
        json.Flush();
        return JwtWriter.Sign(key, Type, buffer.WrittenSpan);
    }

    private static void WriteSession(Utf8JsonWriter json, AccessTokenContent.SessionClaims? session)
    {
        if (session is null)
        {
            return;
        }

        json.WriteString(ClaimNames.SessionId, session.Id.Value);
        json.WriteNumber(ClaimNames.AuthenticatedAt, session.AuthenticatedAt.ToUnixTimeSeconds());
        json.WriteString(ClaimNames.AuthenticationContext, session.Acr);
        json.WriteStrings(ClaimNames.AuthenticationMethods, session.Amr.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        json.WriteNumber(ClaimNames.UserEpoch, session.UserEpoch);
        if (session.Roles is { } roles)
        {
            json.WriteStrings(ClaimNames.Roles, roles);
        }
    }

    /// <summary>A token that opens no resource is for this server alone (OIDC Core §5.3).</summary>
    private static void WriteAudiences(Utf8JsonWriter json, ScopeSet audiences, string issuer)
    {
        if (audiences.Names is [.., _, _])
        {
            json.WriteStrings(ClaimNames.Audience, audiences.Names);
        }
        else
        {
            json.WriteString(ClaimNames.Audience, audiences.IsEmpty ? issuer : audiences.Names[0]);
        }
    }

    private static void WriteOrigins(Utf8JsonWriter json, ImmutableArray<OriginClient> origins)
    {
        if (origins.IsEmpty)
        {
            return;
        }

        json.WriteStartObject(ClaimNames.OriginClientEpochs);
        foreach (var origin in origins)
        {
            json.WriteNumber(origin.ClientId, origin.Epoch ?? 0);
        }

        json.WriteEndObject();
    }

    /// <summary>RFC 9449 §6.1, RFC 8705 §3.1.</summary>
    private static void WriteBinding(Utf8JsonWriter json, KeyBinding binding)
    {
        if (binding == KeyBinding.None)
        {
            return;
        }

        json.WriteStartObject(ClaimNames.Confirmation);
        if (binding.JwkThumbprint is { } jwk)
        {
            json.WriteString(DpopNames.KeyThumbprint, jwk);
        }

        if (binding.CertificateThumbprint is { } certificate)
        {
            json.WriteString(ClaimNames.CertificateThumbprint, certificate);
        }

        json.WriteEndObject();
    }

    /// <summary>The current actor, with those before it inside (RFC 8693 §4.1).</summary>
    private static void WriteActors(Utf8JsonWriter json, ReadOnlySpan<string> actors)
    {
        foreach (var actor in actors)
        {
            json.WriteStartObject(ClaimNames.Actor);
            json.WriteString(ClaimNames.Subject, actor);
        }

        for (var open = actors.Length; open > 0; open--)
        {
            json.WriteEndObject();
        }
    }
}
