using System.Buffers;
using System.Text.Json;
using AuthServer.Core.Clients;
using AuthServer.Core.Keys;
using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Tokens;

/// <summary>
/// Mints access tokens (RFC 9068) from what a deciding write returned. <c>iat</c> is the instant of that write, and no access token
/// outlives its session.
/// </summary>
public sealed class TokenIssuer(SigningKeyRing keys, ScopeDirectory scopes, IOptions<TokenOptions> options)
{
    /// <summary>RFC 9068 §2.1.</summary>
    public const string AccessTokenType = "at+jwt";

    /// <summary>Everything that minting needs and could fail to get, had before the commit: after it nothing may refuse.</summary>
    public async ValueTask<Result<MintingMaterial>> PrepareAsync(CancellationToken cancellationToken) =>
        keys.AccessTokenKey is { } key
            ? new MintingMaterial(key, await scopes.AllAsync(cancellationToken))
            : OAuthError.Unavailable("there is no signing key yet");

    public TokenResponse Mint(GrantedSession granted, ClientRegistration client, MintingMaterial material)
    {
        var (session, now) = (granted.Snapshot.Session, granted.Snapshot.Now);
        var effective = ScopePolicy.For(client, granted.Snapshot.UserClaims, granted.Scopes);
        var audiences = effective.Names.Length == session.Scopes.Names.Length
            ? session.Audiences
            : session.Audiences.Intersect(ScopeDirectory.AudiencesOf(effective, material.Scopes));
        var lifetime = client.AccessTokenLifetime < options.Value.MaximumAccessTokenLifetime ? client.AccessTokenLifetime : options.Value.MaximumAccessTokenLifetime;
        var expiresAt = Earlier(now + lifetime, session.AbsoluteExpiresAt);

        return new TokenResponse(Sign(granted.Snapshot, effective, audiences, expiresAt, material.Key), Seconds(expiresAt - now), effective.ToString())
        {
            RefreshToken = granted.RefreshToken?.Reveal(),
            RefreshTokenExpiresIn = granted.RefreshToken is null ? null : Seconds(session.ExpiresAt - now),
        };
    }

    private string Sign(SessionSnapshot snapshot, ScopeSet scope, ScopeSet audiences, DateTimeOffset expiresAt, SigningKey key)
    {
        var session = snapshot.Session;
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString(ClaimNames.Issuer, options.Value.Issuer);
        json.WriteString(ClaimNames.Subject, session.UserId.Value);
        WriteAudiences(json, audiences);
        json.WriteString(ClaimNames.ClientId, session.ClientId.Value);
        json.WriteString(ClaimNames.Scope, scope.ToString());
        json.WriteNumber(ClaimNames.IssuedAt, snapshot.Now.ToUnixTimeSeconds());
        json.WriteNumber(ClaimNames.ExpiresAt, expiresAt.ToUnixTimeSeconds());
        json.WriteString(ClaimNames.JwtId, Guid.CreateVersion7(snapshot.Now));
        json.WriteString(ClaimNames.SessionId, session.Id.Value);
        json.WriteNumber(ClaimNames.AuthenticatedAt, session.AuthenticatedAt.ToUnixTimeSeconds());
        json.WriteString(ClaimNames.AuthenticationContext, session.Acr);
        WriteArray(json, ClaimNames.AuthenticationMethods, session.Amr.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        json.WriteNumber(ClaimNames.UserEpoch, session.UserEpoch);
        json.WriteNumber(ClaimNames.ClientEpoch, session.ClientEpoch);
        if (scope.Contains(ScopeNames.Roles))
        {
            WriteArray(json, ClaimNames.Roles, snapshot.UserClaims.Roles);
        }

        WriteConfirmation(json, session.ProofKeyThumbprint);
        json.WriteEndObject();
        json.Flush();
        return JwtWriter.Sign(key, AccessTokenType, buffer.WrittenSpan);
    }

    /// <summary>A token that opens no resource is for this server alone (OIDC Core §5.3).</summary>
    private void WriteAudiences(Utf8JsonWriter json, ScopeSet audiences)
    {
        if (audiences.Names is [.., _, _])
        {
            WriteArray(json, ClaimNames.Audience, audiences.Names);
        }
        else
        {
            json.WriteString(ClaimNames.Audience, audiences.IsEmpty ? options.Value.Issuer : audiences.Names[0]);
        }
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>RFC 9449 §6.1.</summary>
    private static void WriteConfirmation(Utf8JsonWriter json, string? thumbprint)
    {
        if (thumbprint is not null)
        {
            json.WriteStartObject(ClaimNames.Confirmation);
            json.WriteString("jkt", thumbprint);
            json.WriteEndObject();
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private static long Seconds(TimeSpan span) => (long)span.TotalSeconds;
}
