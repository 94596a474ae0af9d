using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Core.Sessions;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Introspection;

/// <summary>
/// Token introspection (RFC 7662), for clients that are allowed to and without side effects: a read, or two for a token that came of an exchange, and
/// never a write.
/// A client is told of tokens that were issued to it; a resource server of access tokens that are for it.
/// </summary>
public sealed class IntrospectionHandler(
    ClientAuthenticator authenticator, RefreshTokenFormat format, AccessTokenReader accessTokens, ISessionStore store, TokenStanding standing)
{
    private static readonly IntrospectionResponse Inactive = new IntrospectionResponse.Inactive();

    public async Task<Result<IntrospectionAnswer>> HandleAsync(IntrospectionRequest request, CancellationToken cancellationToken)
    {
        if (!(await authenticator.AuthenticateAsync(request.Credentials, cancellationToken)).TryGet(out var client, out var error))
        {
            return error;
        }

        // Whoever asks must have shown who it is (RFC 7662 §2.1), which a public client cannot.
        if (!client.Registration.MayIntrospect || client.Registration.Type == ClientType.Public)
        {
            return new OAuthError(ErrorCodes.UnauthorizedClient, "The client may not introspect tokens.");
        }

        if (!request.Form.TryGetValue(Parameters.Token, out var token))
        {
            return OAuthError.InvalidRequest("The request names no token.");
        }

        return (await ReadAsync(token, client, cancellationToken)).TryGet(out var response, out error) ? new IntrospectionAnswer(client, response) : error;
    }

    private async Task<Result<IntrospectionResponse>> ReadAsync(string token, AuthenticatedClient client, CancellationToken cancellationToken) =>
        format.Read(token) switch
        {
            RefreshTokenReading.Issued issued => await IntrospectAsync(issued.Token, client, cancellationToken),
            RefreshTokenReading.UnknownKey => OAuthError.Unavailable("a refresh token names a key that this node does not have"),
            _ when accessTokens.ReadValid(token) is { } claims => await IntrospectAsync(claims, client, cancellationToken),
            _ => Result.Of<IntrospectionResponse>(Inactive),
        };

    private async Task<Result<IntrospectionResponse>> IntrospectAsync(RefreshToken token, AuthenticatedClient client, CancellationToken cancellationToken) =>
        await store.FindAsync(token.Session, cancellationToken) is { IsLive: true } snapshot
        && snapshot.Session.ClientId == client.Id
        && snapshot.Session.Generation == token.Generation
        && snapshot.Session.TokenHash == token.Hash
            ? new IntrospectionResponse.RefreshToken(snapshot.Session)
            : Result.Of<IntrospectionResponse>(Inactive);

    private async Task<Result<IntrospectionResponse>> IntrospectAsync(JwtClaims claims, AuthenticatedClient client, CancellationToken cancellationToken) =>
        Concerns(claims, client) && await standing.FindAsync(claims, cancellationToken) is not null
            ? new IntrospectionResponse.AccessToken(claims)
            : Result.Of<IntrospectionResponse>(Inactive);

    private static bool Concerns(JwtClaims claims, AuthenticatedClient client) =>
        string.Equals(claims.ClientId, client.Id.Value, StringComparison.Ordinal) || claims.Audiences.Contains(client.Id.Value, StringComparer.Ordinal);
}
