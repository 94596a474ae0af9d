using AuthServer.Core.Results;

namespace AuthServer.Core.Clients;

/// <summary>
/// The one place where a client shows who it is (RFC 6749 §2.3 and §3.2.1): by the method that it is registered with and by no other.
/// Every failure answers alike: <c>invalid_client</c>.
/// </summary>
public sealed class ClientAuthenticator(ClientDirectory clients, SecretVerifier secrets, AssertionVerifier assertions, CertificateVerifier certificates)
{
    public ValueTask<Result<AuthenticatedClient>> AuthenticateAsync(PresentedCredentials credentials, CancellationToken cancellationToken) =>
        AuthenticateAsync(credentials, isPresentedAgain: false, cancellationToken);

    /// <summary>The same request once more, after its client was registered anew: what may be presented only once was presented, and accepted, before.</summary>
    public ValueTask<Result<AuthenticatedClient>> AuthenticateAgainAsync(PresentedCredentials credentials, CancellationToken cancellationToken) =>
        AuthenticateAsync(credentials, isPresentedAgain: true, cancellationToken);

    private async ValueTask<Result<AuthenticatedClient>> AuthenticateAsync(PresentedCredentials credentials, bool isPresentedAgain, CancellationToken cancellationToken)
    {
        if (credentials.ClaimedId is not { } id)
        {
            return OAuthError.InvalidClient("no credentials");
        }

        return await clients.FindAsync(id, cancellationToken) switch
        {
            null => OAuthError.InvalidClient("unknown client"),
            { Disabled: true } => OAuthError.InvalidClient("client is disabled"),
            var client => await RefusalOfAsync(client, credentials, isPresentedAgain, cancellationToken) is { } refusal ? refusal : new AuthenticatedClient(client),
        };
    }

    /// <summary>A client that has keys of its own accepts nothing weaker, and one without cannot be impersonated by them.</summary>
    private async ValueTask<OAuthError?> RefusalOfAsync(
        ClientRegistration client, PresentedCredentials credentials, bool isPresentedAgain, CancellationToken cancellationToken) =>
        (client.Metadata.TokenEndpointAuthMethod, credentials) switch
        {
            (ClientAuthenticationMethods.PrivateKeyJwt, PresentedCredentials.Assertion assertion) =>
                await assertions.RefusalOfAsync(client, assertion.Value, isPresentedAgain, cancellationToken),
            (ClientAuthenticationMethods.TlsClient or ClientAuthenticationMethods.SelfSignedTlsClient, PresentedCredentials.Certificate certificate) =>
                certificates.RefusalOf(client, certificate.Value),
            (ClientAuthenticationMethods.PrivateKeyJwt or ClientAuthenticationMethods.TlsClient or ClientAuthenticationMethods.SelfSignedTlsClient, _) =>
                OAuthError.InvalidClient("the client did not use the method that it is registered with"),
            (_, PresentedCredentials.Assertion) => OAuthError.InvalidClient("the client is not registered for assertions"),
            (_, PresentedCredentials.Secret secret) => client.Type == ClientType.Public
                ? OAuthError.InvalidClient("a public client presented a secret")
                : await secrets.RefusalOfAsync(client, secret.Value, cancellationToken),
            // A certificate without a method that is about it only binds tokens (RFC 8705 §4).
            _ => client.Type == ClientType.Public ? null : OAuthError.InvalidClient("a confidential client presented no secret"),
        };
}
