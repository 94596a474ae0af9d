using AuthServer.Core.Artefacts;
using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Consents;
using AuthServer.Core.Devices;
using AuthServer.Core.Incidents;
using AuthServer.Core.Keys;
using AuthServer.Core.Logout;
using AuthServer.Core.Replay;
using AuthServer.Core.Revocation;
using AuthServer.Core.Scopes;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.Testing.Artefacts;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Clients;
using AuthServer.Testing.Consents;
using AuthServer.Testing.Devices;
using AuthServer.Testing.Incidents;
using AuthServer.Testing.Keys;
using AuthServer.Testing.Logout;
using AuthServer.Testing.Replay;
using AuthServer.Testing.Revocation;
using AuthServer.Testing.Scopes;
using AuthServer.Testing.Sessions;
using AuthServer.Testing.SignIns;
using AuthServer.Testing.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AuthServer.Testing;

/// <summary>Registers the in-memory implementation of every contract of the engine.</summary>
public static class InMemoryRegistration
{
    public static IServiceCollection AddInMemoryStores(this IServiceCollection services, InMemoryDatabase database)
    {
        services.AddSingleton(database);
        services.AddSingleton<ISessionStore, InMemorySessionStore>();
        services.AddSingleton<ISessionEnds, InMemorySessionEnds>();
        services.AddSingleton<ISessionExpiry, InMemorySessionExpiry>();
        services.AddSingleton<IIncidentStore, InMemoryIncidentStore>();
        services.AddSingleton<ISignInStore, InMemorySignInStore>();
        services.AddSingleton<ILogoutDeliveryStore, InMemoryLogoutDeliveryStore>();
        services.AddSingleton<IRevocationFeed, InMemoryRevocationFeed>();
        services.AddSingleton<IArtefactStore, InMemoryArtefactStore>();
        services.AddSingleton<IDeviceCodeStore, InMemoryDeviceCodeStore>();
        services.AddSingleton<IConsentStore, InMemoryConsentStore>();
        services.AddSingleton<InMemoryClientStore>();
        services.AddSingleton<IClientStore>(provider => provider.GetRequiredService<InMemoryClientStore>());
        services.AddSingleton<IScopeStore, InMemoryScopeStore>();
        services.AddSingleton<IAuditLog, InMemoryAuditLog>();
        services.AddSingleton<IReplayStore, InMemoryReplayStore>();
        services.AddSingleton<ISigningKeyStore, InMemorySigningKeyStore>();
        services.AddSingleton<InMemoryPasswordAuthenticator>();
        services.AddSingleton<IPasswordAuthenticator>(provider => provider.GetRequiredService<InMemoryPasswordAuthenticator>());

        // Nodes of one server share these two, so a test with several brings its own.
        services.TryAddSingleton<IMasterKeySource>(_ => new InMemoryMasterKeySource());
        services.TryAddSingleton<IPrivateKeyProtector, AesKeyProtector>();
        return services;
    }
}
