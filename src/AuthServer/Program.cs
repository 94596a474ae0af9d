using AuthServer.AdminApi;
using AuthServer.Commands;
using AuthServer.Configuration;
using AuthServer.Endpoints;
using AuthServer.Hosting;
using Microsoft.Extensions.Options;

try
{
    if (CommandLine.Read(args) is { } command)
    {
        return await command.RunAsync(Terminal.OfProcess, WebApplication.CreateBuilder);
    }

    var builder = WebApplication.CreateBuilder(args);
    await using var database = await builder.AddAuthServerAsync(isCommand: false);
    await using var app = builder.Build();

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
