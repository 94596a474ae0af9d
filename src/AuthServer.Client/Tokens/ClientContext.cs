using AuthServer.Client.Discovery;
using AuthServer.Client.Requests;
using AuthServer.Client.Storage;

namespace AuthServer.Client.Tokens;

/// <summary>Everything that belongs to one registered client, put together.</summary>
internal sealed record ClientContext(
    AuthServerClientOptions Options, IssuerDirectory Directory, ServerEndpoint Endpoint, TokenEndpoint TokenEndpoint, TokenSession Session, RenewalSurroundings Surroundings)
    : IAsyncDisposable
{
    public static ClientContext Create(string name, SessionServices services)
    {
        var options = services.Options.Get(name);
        var surroundings = new RenewalSurroundings(services.Time, services.Metrics, services.Loggers.CreateLogger("AuthServer.Client"));
        var directory = new IssuerDirectory(services.HttpClients, options, services.Notes, services.Time);
        var endpoint = new ServerEndpoint(services.HttpClients, options, new ClientAuthentication(options, services.Notes), services.Notes, services.Time);
        var tokenEndpoint = new TokenEndpoint(directory, endpoint);

        var (store, tokenLock) = options.TokenFile is { } file
            ? (new FileTokenStore(file, options.TokenKeyFile ?? file + ".key"), new FileTokenLock(file + ".lock", services.Time))
            : (services.Store, services.Lock);
        var tokens = new SessionTokens(name, store, options, services.Time, surroundings.Logger);
        var access = new ExclusiveAccess(name, tokenLock, options.LockTimeout, services.Time);
        var session = new TokenSession(new SessionParts(
            options,
            tokens,
            new Renewal(tokens, tokenEndpoint, access, options, surroundings),
            access,
            new StoreRetries(tokens, access, surroundings),
            new SessionRevocation(directory, endpoint, surroundings.Logger),
            surroundings));
        return new ClientContext(options, directory, endpoint, tokenEndpoint, session, surroundings);
    }

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync().ConfigureAwait(false);
        Directory.Dispose();
    }
}
