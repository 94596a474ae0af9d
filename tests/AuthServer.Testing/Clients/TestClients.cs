using AuthServer.Core.Clients;
using AuthServer.Core.Tokens;
using AuthServer.Testing.Replay;
using Microsoft.Extensions.Options;

namespace AuthServer.Testing.Clients;

/// <summary>Clients that have shown who they are, for tests of what comes after.</summary>
public static class TestClients
{
    /// <summary>Whom assertions must be for.</summary>
    public const string Issuer = "https://auth.example";

    private const string Secret = "a secret for this call alone";

    /// <summary>Goes through the one door there is: authenticates by name, or by a secret that is added for it.</summary>
    public static AuthenticatedClient Authenticated(ClientRegistration registration)
    {
        var secret = new ClientSecret(ClientSecretHash.OfGenerated(Secret), ExpiresAt: null);
        var client = registration.Type == ClientType.Public ? registration : registration with { Secrets = [secret] };
        PresentedCredentials credentials = client.Type == ClientType.Public
            ? new PresentedCredentials.Name(client.Id)
            : new PresentedCredentials.Secret(client.Id, Secret);
        var authentication = Authenticator(new One(client), TimeProvider.System).AuthenticateAsync(credentials, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return authentication.TryGet(out var authenticated, out var error) ? authenticated : throw new InvalidOperationException(error.Detail);
    }

    /// <summary>The door as it is composed in production, over these clients, with a replay store of its own.</summary>
    public static ClientAuthenticator Authenticator(IClientStore clients, TimeProvider time)
    {
        var keys = new ClientKeys();
        return new ClientAuthenticator(
            new ClientDirectory(clients, time),
            new SecretVerifier(time),
            new AssertionVerifier(keys, new InMemoryReplayStore(new InMemoryDatabase(time)), Options.Create(new TokenOptions { Issuer = Issuer }), time),
            new CertificateVerifier(keys, Options.Create(new ClientCertificateOptions()), time));
    }

    private sealed class One(ClientRegistration client) : IClientStore
    {
        public Task<ClientRegistration?> FindAsync(ClientId id, CancellationToken cancellationToken) => Task.FromResult<ClientRegistration?>(client);

        public Task<IReadOnlyList<string>> ListAllowedOriginsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>(client.Metadata.AllowedOrigins);
    }
}
