using AuthServer.Account;
using AuthServer.AdminApi;
using AuthServer.Administration;
using AuthServer.Configuration;
using AuthServer.Core;
using AuthServer.Core.Keys;
using AuthServer.Declarations;
using AuthServer.Email;
using AuthServer.Endpoints;
using AuthServer.EntityFrameworkCore;
using AuthServer.Housekeeping;
using AuthServer.Incidents;
using AuthServer.Keys;
using AuthServer.Logout;

namespace AuthServer.Hosting;

/// <summary>What the host is made of, whether it serves or carries out a command.</summary>
internal static class Composition
{
    /// <summary>Adds everything.</summary>
    /// <returns>The database of the host, which outlives it.</returns>
    /// <exception cref="StartRefusedException">The settings name no database that can be used.</exception>
    public static async Task<IAsyncDisposable> AddAuthServerAsync(this WebApplicationBuilder builder, bool isCommand)
    {
        builder.Host.UseDefaultServiceProvider(provider => (provider.ValidateOnBuild, provider.ValidateScopes) = (true, true));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.UseClientCertificates();
        builder.UseSerilog(isCommand);

        var database = await DatabaseChoice.MakeAsync(builder);

        builder.Services.AddAuthServerOptions();
        builder.Services.AddTransportSecurity();
        builder.Services.AddAuthServerCore();
        builder.Services.AddAuthServerEntityFrameworkCore(database.Provider, database.ConnectionString);
        builder.Services.AddSingleton<IMasterKeySource, ConfiguredMasterKeys>();
        builder.Services.AddHostedService<KeyMaintenance>();
        builder.Services.AddSingleton<DeclarationApplier>();
        builder.Services.AddScoped<UserSeed>();
        builder.Services.AddEmail();
        builder.Services.AddAccount();
        builder.Services.AddAdministration();
        builder.Services.AddAdminApi();
        builder.Services.AddPages();
        builder.Services.AddProtocolEndpoints();
        builder.Services.AddLogout();
        builder.Services.AddHousekeeping();
        builder.Services.AddHostedService<IncidentRunner>();
        builder.Services.AddHealth();
        return database;
    }
}
