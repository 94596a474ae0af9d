using AuthServer.Core;
using AuthServer.Core.Artefacts;
using AuthServer.Core.Clients;
using AuthServer.Core.Consents;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Protocol.OAuth;
using AuthServer.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Storage.Tests.Storage;

/// <summary>One process of the server: the engine as it is composed in production, with memories and connections of its own.</summary>
public sealed class Node : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ManualTimeProvider _clock;

    public Node(Action<IServiceCollection> addStores, ManualTimeProvider clock)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        addStores(services);
        services.AddAuthServerCore();
        (_services, _clock) = (services.BuildServiceProvider(validateScopes: true), clock);
    }

    public ISessionStore Store => Get<ISessionStore>();

    public ISessionEnds Ends => Get<ISessionEnds>();

    public ISignInStore SignIns => Get<ISignInStore>();

    public IArtefactStore Artefacts => Get<IArtefactStore>();

    public IConsentStore Consents => Get<IConsentStore>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Opens a session with a refresh token, as a sign-in does.</summary>
    public async Task<RefreshToken> SignInAsync(TestUser user, ClientRegistration client, Caller caller, string? proofKey = null)
    {
        var id = SessionId.New(_clock.GetUtcNow());
        var token = Get<RefreshTokenFormat>().First(id);
        var write = await Store.CreateAsync(
            new NewSession
            {
                Id = id,
                UserId = user.Id,
                UserEpoch = user.Epoch,
                ClientId = client.Id,
                ClientEpoch = client.Epoch,
                ClientVersion = client.Version,
                Scopes = client.DefaultScopes,
                Audiences = ScopeSet.Of(["orders"]),
                Acr = "1",
                Amr = "pwd",
                TokenHash = token.Hash,
                KeyId = token.KeyId,
                IdleLifetime = client.SessionIdleLifetime,
                AbsoluteLifetime = client.SessionAbsoluteLifetime,
                ProofKeyThumbprint = proofKey,
                Caller = caller,
            },
            CancellationToken.None);
        write.Should().BeOfType<SessionWrite.Applied>();
        return token;
    }

    /// <summary>Presents a token in its wire form, as the token endpoint does once the client has been authenticated by its name.</summary>
    public async Task<SessionGrant> PresentAsync(string token, ClientId client, Caller caller, ScopeSet? scopes = null, string? proofKey = null)
    {
        var reading = Get<RefreshTokenFormat>().Read(token);
        var issued = reading.Should().BeOfType<RefreshTokenReading.Issued>().Subject;
        var authentication = await Get<ClientAuthenticator>().AuthenticateAsync(new PresentedCredentials.Name(client), CancellationToken.None);
        authentication.TryGet(out var authenticated, out var error).Should().BeTrue(error?.Detail);
        return await Get<SessionRotation>().PresentAsync(
            new RefreshPresentation(issued.Token, authenticated!, scopes, proofKey, caller), CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
