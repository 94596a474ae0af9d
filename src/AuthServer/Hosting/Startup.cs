using System.Security.Cryptography;
using AuthServer.Configuration;
using AuthServer.Core.Keys;
using AuthServer.Declarations;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace AuthServer.Hosting;

/// <summary>What must be in place before the first request: schema, declarations, keys.</summary>
internal static class Startup
{
    /// <summary>The administrator's one-time password if one was made up just now, else null.</summary>
    public static async Task<string?> PrepareAsync(WebApplication app)
    {
        // Before anything is done with them: a dangerous setting must not get as far as the database.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        await DatabaseReadiness.EnsureAsync(app.Services, app.Environment);
        await LoadKeysAsync(app);

        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DeclarationApplier>().ApplyAsync(CancellationToken.None);
        return await scope.ServiceProvider.GetRequiredService<UserSeed>().ApplyAsync();
    }

    private static async Task LoadKeysAsync(WebApplication app)
    {
        try
        {
            await app.Services.GetRequiredService<SigningKeyRing>().RefreshAsync(CancellationToken.None);
        }
        catch (CryptographicException exception)
        {
            throw new StartRefusedException("The signing keys in the database are wrapped under a master key that this node does not have. "
                + "Give it the master key of the other nodes (AuthServer:MasterKeyFile).", exception);
        }
    }

    public static async Task ListenAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new StartRefusedException($"{exception.Message} Stop what listens there, or choose another address with --urls.", exception);
        }
    }
}
