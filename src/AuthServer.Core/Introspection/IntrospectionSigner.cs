using System.Buffers;
using System.Text.Json;
using AuthServer.Core.Clients;
using AuthServer.Core.Keys;
using AuthServer.Core.Results;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Introspection;

/// <summary>Signs introspection answers for the client that asked (RFC 9701 §5), so that it can show later what it was told.</summary>
public sealed class IntrospectionSigner(SigningKeyRing keys, IOptions<TokenOptions> options, TimeProvider time)
{
    public const string Type = "token-introspection+jwt";
    public const string MediaType = "application/" + Type;

    private const string Claim = "token_introspection";

    /// <param name="writeMembers">Writes the members of the answer; it becomes a claim of its own, so that the token cannot be taken for an access token.</param>
    public Result<string> Sign(AuthenticatedClient asker, Action<Utf8JsonWriter> writeMembers)
    {
        if (JwsAlgorithm.Find(AlgorithmFor(asker.Registration.Metadata)) is not { } algorithm || keys.Signer(algorithm) is not { } key)
        {
            return OAuthError.Unavailable("there is no signing key of the client's algorithm");
        }

        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString(ClaimNames.Issuer, options.Value.Issuer);
        json.WriteString(ClaimNames.Audience, asker.Id.Value);
        json.WriteNumber(ClaimNames.IssuedAt, time.GetUtcNow().ToUnixTimeSeconds());
        json.WriteStartObject(Claim);
        writeMembers(json);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return JwtWriter.Sign(key, Type, buffer.WrittenSpan);
    }

    /// <summary>RFC 9701 §6; a client of the FAPI profile, which forbids that default, gets what it takes for ID tokens.</summary>
    private static string AlgorithmFor(ClientMetadata metadata) =>
        metadata.IntrospectionSignedResponseAlg ?? (metadata.Fapi2 ? metadata.IdTokenSignedResponseAlg : JwsAlgorithm.RS256.Name);
}
