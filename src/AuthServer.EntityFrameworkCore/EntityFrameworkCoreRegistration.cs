using AuthServer.Core.Activity;
using AuthServer.Core.Artefacts;
using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Consents;
using AuthServer.Core.Devices;
using AuthServer.Core.Incidents;
using AuthServer.Core.Keys;
using AuthServer.Core.Leases;
using AuthServer.Core.Logout;
using AuthServer.Core.Replay;
using AuthServer.Core.Revocation;
using AuthServer.Core.Scopes;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Activity;
using AuthServer.EntityFrameworkCore.Artefacts;
using AuthServer.EntityFrameworkCore.Audit;
using AuthServer.EntityFrameworkCore.Clients;
using AuthServer.EntityFrameworkCore.Consents;
using AuthServer.EntityFrameworkCore.DataProtection;
using AuthServer.EntityFrameworkCore.History;
using AuthServer.EntityFrameworkCore.Incidents;
using AuthServer.EntityFrameworkCore.Keys;
using AuthServer.EntityFrameworkCore.Leases;
using AuthServer.EntityFrameworkCore.Logout;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.Replay;
using AuthServer.EntityFrameworkCore.Revocation;
using AuthServer.EntityFrameworkCore.Scopes;
using AuthServer.EntityFrameworkCore.SessionDirectory;
using AuthServer.EntityFrameworkCore.Sessions;
using AuthServer.EntityFrameworkCore.SignIns;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthServer.EntityFrameworkCore;

/// <summary>Registers the relational stores, ASP.NET Core Identity over them, and a Data Protection ring that all nodes share.</summary>
public static class EntityFrameworkCoreRegistration
{
    public static IServiceCollection AddAuthServerEntityFrameworkCore(this IServiceCollection services, DatabaseProvider provider, string connectionString)
    {
        services.AddDatabase(provider, connectionString);

        services.AddSingleton<IClientStore, RelationalClientStore>();
        services.AddSingleton<IScopeStore, RelationalScopeStore>();
        services.AddSingleton<ISessionStore, RelationalSessionStore>();
        services.AddSingleton<ISessionEnds, RelationalSessionEnds>();
        services.AddSingleton<ISessionExpiry, RelationalSessionExpiry>();
        services.AddSingleton<ISessionDirectory, RelationalSessionDirectory>();
        services.AddSingleton<UserSessionsEnd>();
        services.AddSingleton<ClientSessionsEnd>();
        services.AddSingleton<ClientEnds>();
        services.AddSingleton<IIncidentStore, RelationalIncidentStore>();
        services.AddSingleton<ISignInStore, RelationalSignInStore>();
        services.AddSingleton<ILogoutDeliveryStore, RelationalLogoutDeliveryStore>();
        services.AddSingleton<IRevocationFeed, RelationalRevocationFeed>();
        services.AddSingleton<IArtefactStore, RelationalArtefactStore>();
        services.AddSingleton<IDeviceCodeStore, RelationalDeviceCodeStore>();
        services.AddSingleton<IConsentStore, RelationalConsentStore>();
        services.AddSingleton<ISigningKeyStore, RelationalSigningKeyStore>();
        services.AddSingleton<IAuditLog, RelationalAuditLog>();
        services.AddSingleton<IReplayStore, RelationalReplayStore>();
        services.AddSingleton<ILeases, RelationalLeases>();
        services.AddSingleton<IActivityHistory, RelationalActivityHistory>();
        services.AddSingleton<RelationalHistory>();

        services.AddUsers();
        services.AddProtection();
        return services;
    }

    /// <summary>Settings of Identity that the shape of the database depends on; the same at run time and at design time.</summary>
    public static IServiceCollection AddIdentitySchema(this IServiceCollection services) => services.Configure<IdentityOptions>(options =>
    {
        // Version 3 has passkeys. Overriding it in the context would silently leave them out.
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        options.Stores.MaxLengthForKeys = 128;
    });

    private static void AddDatabase(this IServiceCollection services, DatabaseProvider provider, string connectionString)
    {
        services.AddIdentitySchema();
        services.AddSingleton(_ => DatabaseConnections.Open(provider, connectionString));
        services.AddSingleton(provider => provider.GetRequiredService<DatabaseConnections>().Database);
        services.AddPooledDbContextFactory<AuthDbContext>((root, options) => root.GetRequiredService<DatabaseConnections>().Configure(options));
        services.AddScoped(scope => scope.GetRequiredService<IDbContextFactory<AuthDbContext>>().CreateDbContext());
    }

    private static void AddUsers(this IServiceCollection services)
    {
        services.AddIdentityCore<AuthUser>(options =>
            {
                options.User.RequireUniqueEmail = true;
                options.SignIn.RequireConfirmedEmail = true;
            })
            .AddRoles<AuthRole>()
            .AddUserStore<AuthUserStore>()
            .AddRoleStore<AuthRoleStore>()
            .AddUserManager<AuthUserManager>()
            .AddDefaultTokenProviders();
        services.AddScoped<AccountEnds>();
        services.AddScoped<AuthUserManager>(scope => (AuthUserManager)scope.GetRequiredService<UserManager<AuthUser>>());
        services.AddSingleton<PasswordHashingLimit>();
        services.AddSingleton<SignInFailures>();
        services.AddSingleton<IPasswordHasher<AuthUser>, PasswordHasher<AuthUser>>();
        services.AddSingleton<PasswordChecks>();
        services.AddSingleton<IPasswordAuthenticator, IdentityPasswordAuthenticator>();
    }

    private static void AddProtection(this IServiceCollection services)
    {
        services.AddSingleton<MasterKeyXmlCipher>();
        services.AddSingleton<IPrivateKeyProtector, PrivateKeyProtector>();

        // All nodes must read each other's cookies, wherever each is installed.
        services.AddDataProtection().SetApplicationName("AuthServer");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = new RelationalXmlRepository(provider.GetRequiredService<IDbContextFactory<AuthDbContext>>());
            options.XmlEncryptor = new MasterKeyXmlEncryptor(provider.GetRequiredService<MasterKeyXmlCipher>());
        }));
    }
}
