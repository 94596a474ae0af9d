using AuthServer.Core.Clients;
using AuthServer.Core.Proofs;
using AuthServer.Core.Results;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.Jose;

namespace AuthServer.Core.Exchange;

/// <summary>
/// Accepts the tokens of an exchange: access tokens of ours that stand, that came to the client by right, and whose keys the request proves.
/// Whatever is wrong with one is <c>invalid_request</c> (RFC 8693 §2.2.2).
/// </summary>
public sealed class PresentedTokens(AccessTokenReader reader, TokenStanding standing)
{
    private static readonly OAuthError Invalid = OAuthError.InvalidRequest("The subject_token is not one that this client can exchange.");
    private static readonly OAuthError InvalidActor = OAuthError.InvalidRequest("The actor_token is not a token of the client's own.");

    /// <summary>
    /// A user's token that was issued to the client or is for it: one that the client merely came across is worth nothing. A client's own token is not
    /// exchanged, for nothing would end what came of it.
    /// </summary>
    public async Task<Result<AcceptedToken>> SubjectAsync(string token, AuthenticatedClient client, KeyBinding binding, CancellationToken cancellationToken)
    {
        if (reader.ReadValid(token) is not { } claims)
        {
            return Invalid with { Detail = "not an access token of this server, or an expired one" };
        }

        if (claims.ClientId != client.Id.Value && !claims.Audiences.Contains(client.Id.Value, StringComparer.Ordinal))
        {
            return Invalid with { Detail = "neither issued to the client nor for it" };
        }

        if (!Proves(binding, claims))
        {
            return Invalid with { Detail = "bound to a key that the request does not prove" };
        }

        return claims.SessionId is null ? Invalid with { Detail = "a client's own token" }
            : await standing.FindAsync(claims, cancellationToken) is { } accepted && accepted.Session!.Now < claims.ExpiresAt ? accepted
            : Invalid with { Detail = "it, its session or its client no longer stands" };
    }

    /// <summary>Null when the client shows a token of its own as that of the actor (RFC 8693 §2.1): it acts, and nobody else can be made to.</summary>
    public async Task<OAuthError?> ActorRefusalAsync(string token, AuthenticatedClient client, KeyBinding binding, CancellationToken cancellationToken) =>
        reader.ReadValid(token) is { SessionId: null } claims
        && claims.Subject == client.Id.Value && claims.ClientId == client.Id.Value
        && Proves(binding, claims)
        && await standing.FindAsync(claims, cancellationToken) is not null
            ? null
            : InvalidActor;

    /// <summary>RFC 9449 §7, RFC 8705 §3: a bound token is worth nothing without its key.</summary>
    private static bool Proves(KeyBinding proven, JwtClaims claims)
    {
        var bound = KeyBinding.Of(claims);
        return (bound.JwkThumbprint is null || bound.JwkThumbprint == proven.JwkThumbprint)
            && (bound.CertificateThumbprint is null || bound.CertificateThumbprint == proven.CertificateThumbprint);
    }
}
