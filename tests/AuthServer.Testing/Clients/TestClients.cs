using AuthServer.Core.Clients;

namespace AuthServer.Testing.Clients;

/// <summary>Clients that have shown who they are, for tests of what comes after.</summary>
public static class TestClients
{
    private const string Secret = "a secret for this call alone";

    /// <summary>Goes through the one door there is: authenticates by name, or by a secret that is added for it.</summary>
    public static AuthenticatedClient Authenticated(ClientRegistration registration)
    {
        var secret = new ClientSecret(ClientSecretHash.OfGenerated(Secret), ExpiresAt: null);
        var client = registration.Type == ClientType.Public ? registration : registration with { Secrets = [secret] };
        PresentedCredentials credentials = client.Type == ClientType.Public
            ? new PresentedCredentials.Name(client.Id)
            : new PresentedCredentials.Secret(client.Id, Secret);
        var authenticator = new ClientAuthenticator(new ClientDirectory(new One(client), TimeProvider.System), TimeProvider.System);
        var authentication = authenticator.AuthenticateAsync(credentials, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return authentication.TryGet(out var authenticated, out var error) ? authenticated : throw new InvalidOperationException(error.Detail);
    }

    private sealed class One(ClientRegistration client) : IClientStore
    {
        public Task<ClientRegistration?> FindAsync(ClientId id, CancellationToken cancellationToken) => Task.FromResult<ClientRegistration?>(client);

        public Task<IReadOnlyList<string>> ListAllowedOriginsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>(client.Metadata.AllowedOrigins);
    }
}
