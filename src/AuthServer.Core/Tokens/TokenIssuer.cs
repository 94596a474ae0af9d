using AuthServer.Core.Clients;
using AuthServer.Core.Grants;
using AuthServer.Core.Keys;
using AuthServer.Core.Proofs;
using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Tokens;

/// <summary>
/// Mints tokens from what was decided. <c>iat</c> is the instant of the deciding write, and no access token outlives its session.
/// </summary>
public sealed class TokenIssuer(SigningKeyRing keys, ScopeDirectory scopes, IOptions<TokenOptions> options)
{
    /// <summary>Everything that minting needs and could fail to get, had before the commit: after it nothing may refuse.</summary>
    public async ValueTask<Result<MintingMaterial>> PrepareAsync(ClientRegistration client, CancellationToken cancellationToken) =>
        keys.AccessTokenKey is { } accessTokenKey
        && JwsAlgorithm.Find(client.Metadata.IdTokenSignedResponseAlg) is { } algorithm && keys.Signer(algorithm) is { } idTokenKey
            ? new MintingMaterial(accessTokenKey, idTokenKey, await scopes.AllAsync(cancellationToken))
            : OAuthError.Unavailable("there is no signing key yet");

    /// <summary>The answer to a sign-in or a refresh.</summary>
    public TokenResponse Mint(GrantedSession granted, ClientRegistration client, KeyBinding binding, MintingMaterial material)
    {
        var (session, now) = (granted.Snapshot.Session, granted.Snapshot.Now);
        var content = Content(granted, client, binding, material);
        var response = Sign(content, material);
        return response with
        {
            IdToken = granted.WantsIdToken && content.Scopes.Contains(ScopeNames.OpenId)
                ? IdTokenWriter.Sign(session, granted.Nonce, response.AccessToken, now, Expiry(content), options.Value.Issuer, material.IdTokenKey)
                : null,
            RefreshToken = granted.RefreshToken?.Reveal(),
            RefreshTokenExpiresIn = granted.RefreshToken is null ? null : Seconds(session.ExpiresAt - now),
        };
    }

    /// <summary>The answer to a grant that wrote nothing.</summary>
    public TokenResponse Mint(GrantDecision.IssueToken decision, MintingMaterial material) =>
        Sign(decision.Content, material) with { IssuedTokenType = decision.IssuedTokenType };

    private static AccessTokenContent Content(GrantedSession granted, ClientRegistration client, KeyBinding binding, MintingMaterial material)
    {
        var (session, user) = (granted.Snapshot.Session, granted.Snapshot.UserClaims);
        var effective = ScopePolicy.For(client, user, granted.Scopes);
        var audiences = effective.Names.Length == session.Scopes.Names.Length
            ? session.Audiences
            : session.Audiences.Intersect(ScopeDirectory.AudiencesOf(effective, material.Scopes));
        return new AccessTokenContent
        {
            Subject = session.UserId.ToString(),
            ClientId = session.ClientId,
            ClientEpoch = session.ClientEpoch,
            Scopes = effective,
            Audiences = granted.Resources is { } resources ? audiences.Intersect(resources) : audiences,
            IssuedAt = granted.Snapshot.Now,
            NotAfter = session.AbsoluteExpiresAt,
            Lifetime = client.AccessTokenLifetime,
            Binding = binding,
            Session = new AccessTokenContent.SessionClaims(
                session.Id, session.UserEpoch, session.AuthenticatedAt, session.Acr, session.Amr, effective.Contains(ScopeNames.Roles) ? user.Roles : null),
        };
    }

    private TokenResponse Sign(AccessTokenContent content, MintingMaterial material)
    {
        var expiresAt = Expiry(content);
        return new TokenResponse(
            AccessTokenWriter.Sign(content, expiresAt, options.Value.Issuer, material.AccessTokenKey), Seconds(expiresAt - content.IssuedAt), content.Scopes.ToString())
        {
            IsKeyBound = content.Binding.JwkThumbprint is not null,
        };
    }

    private DateTimeOffset Expiry(AccessTokenContent content) =>
        Earlier(content.IssuedAt + (content.Lifetime < options.Value.MaximumAccessTokenLifetime ? content.Lifetime : options.Value.MaximumAccessTokenLifetime), content.NotAfter);

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private static long Seconds(TimeSpan span) => (long)span.TotalSeconds;
}
