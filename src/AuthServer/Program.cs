using AuthServer.Account;
using AuthServer.AdminApi;
using AuthServer.Administration;
using AuthServer.Commands;
using AuthServer.Configuration;
using AuthServer.Core;
using AuthServer.Core.Keys;
using AuthServer.Declarations;
using AuthServer.Email;
using AuthServer.Endpoints;
using AuthServer.EntityFrameworkCore;
using AuthServer.Hosting;
using AuthServer.Housekeeping;
using AuthServer.Incidents;
using AuthServer.Keys;
using AuthServer.Logout;
using Microsoft.Extensions.Options;

try
{
    var command = CommandLine.Read(args);
    if (command is { NeedsHost: false })
    {
        return await command.RunAsync(services: null);
    }

    var builder = WebApplication.CreateBuilder(command is null ? args : []);
    builder.Host.UseDefaultServiceProvider(provider => (provider.ValidateOnBuild, provider.ValidateScopes) = (true, true));
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
    builder.UseClientCertificates();
    builder.UseSerilog(isCommand: command is not null);

    await using var database = await DatabaseChoice.MakeAsync(builder);

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

    await using var app = builder.Build();
    if (command is not null)
    {
        return await command.RunAsync(app.Services);
    }

    app.UseExceptionHandler(static _ => { });
    app.UseTransportSecurity();
    app.UseDpopNonces();
    app.UseAssets();
    app.UseRouting();
    app.UseCors();
    app.UseAdminApi();
    app.UsePages();
    app.MapProtocolEndpoints();
    app.MapAdminApi();
    app.MapRazorPages();
    app.MapHealth();

    var administratorPassword = await Startup.PrepareAsync(app);
    await Startup.ListenAsync(app);
    if (app.Environment.IsDevelopment())
    {
        FirstRunGuide.Print(app, administratorPassword);
    }

    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception refusal) when (refusal is StartRefusedException or OptionsValidationException)
{
    await Console.Error.WriteLineAsync($"AuthServer cannot start. {refusal.Message}");
    return 1;
}
