using AuthServer.Configuration;
using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Grants;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Clients;
using AuthServer.EntityFrameworkCore.Scopes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AuthServer.Declarations;

/// <summary>
/// Writes the scopes and clients that the configuration declares. Idempotent: what already is as declared is not written, and nodes that start at
/// once end in the same state.
/// </summary>
public sealed partial class DeclarationApplier(
    IDbContextFactory<AuthDbContext> contexts,
    ClientEnds ends,
    GrantDirectory grants,
    IOptions<AuthServerOptions> options,
    IOptions<PasswordHasherOptions> hashing,
    IHostEnvironment environment,
    ILogger<DeclarationApplier> logger)
{
    private const int MaximumAttempts = 5;

    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        foreach (var scope in options.Value.Scopes)
        {
            await WithRetryAsync(context => ApplyAsync(context, scope, cancellationToken), cancellationToken);
        }

        foreach (var client in options.Value.Clients)
        {
            await WithRetryAsync(context => ApplyAsync(context, client, cancellationToken), cancellationToken);
        }

        await WithRetryAsync(context => WithdrawAsync(context, cancellationToken), cancellationToken);
    }

    /// <summary>A client that is no longer declared is served no longer, and what was signed in through it ends. Declared again, it comes back.</summary>
    private async Task WithdrawAsync(AuthDbContext context, CancellationToken cancellationToken)
    {
        var declared = options.Value.Clients.Select(client => client.Id).ToList();
        var withdrawn = await context.Clients.Where(client => client.ManagedByConfiguration && !declared.Contains(client.Id)).ToListAsync(cancellationToken);
        foreach (var client in withdrawn)
        {
            client.ManagedByConfiguration = false;
            var end = new EndSessionsOfClient(new ClientId(client.Id), EndReason.ClientDisabled, Actors.Server, Caller.Unknown) { Note = "no longer declared" };
            await ends.DisableAsync(context, client, end, cancellationToken);
            LogWithdrawn(logger, client.Id);
        }
    }

    /// <summary>Another node may be writing the same declaration: whoever loses looks again, and finds nothing left to write.</summary>
    private async Task WithRetryAsync(Func<AuthDbContext, Task> apply, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var context = await contexts.CreateDbContextAsync(cancellationToken);
                await apply(context);
                await context.SaveChangesAsync(cancellationToken);
                return;
            }
            catch (DbUpdateException) when (attempt < MaximumAttempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50 * attempt), cancellationToken);
            }
        }
    }

    private static async Task ApplyAsync(AuthDbContext context, ScopeDeclaration declared, CancellationToken cancellationToken)
    {
        var scope = await context.Scopes.SingleOrDefaultAsync(row => row.Name == declared.Name, cancellationToken)
            ?? context.Scopes.Add(new ScopeEntity { Name = declared.Name }).Entity;
        scope.DisplayName = declared.DisplayName;
        scope.Resources = string.Join(' ', declared.Resources);
        scope.ManagedByConfiguration = true;
    }

    private async Task ApplyAsync(AuthDbContext context, ClientDeclaration declared, CancellationToken cancellationToken)
    {
        SkipUnserved(declared);
        var client = await context.Clients.Include(row => row.Secrets).SingleOrDefaultAsync(row => row.Id == declared.Id, cancellationToken)
            ?? context.Clients.Add(new ClientEntity { Id = declared.Id }).Entity;
        ClientDeclarations.CopyTo(client, declared, options.Value, grants);

        // One that was withdrawn comes back; one that an administrator disabled stays so.
        client.Disabled = client.Disabled && client.ManagedByConfiguration;
        client.ManagedByConfiguration = true;
        var secretChanged = ClientDeclarations.ReplaceSecret(client, declared, hashing.Value.IterationCount);
        if (context.Entry(client).State == EntityState.Modified || (secretChanged && context.Entry(client).State == EntityState.Unchanged))
        {
            // What other nodes remember of this client is out of date from now on.
            client.Version++;
        }
    }

    /// <summary>The development seed may name a grant that is still to come; a deployment may not.</summary>
    private void SkipUnserved(ClientDeclaration declared)
    {
        foreach (var grant in declared.GrantTypes.Except(grants.Types))
        {
            if (!environment.IsDevelopment())
            {
                throw new StartRefusedException($"AuthServer:Clients: {declared.Id} declares the grant '{grant}', which is not served. Served are: {string.Join(", ", grants.Types)}.");
            }

            LogGrantSkipped(logger, declared.Id, grant);
        }
    }

    [LoggerMessage(3011, LogLevel.Warning, "Client {ClientId} is no longer declared and was disabled")]
    private static partial void LogWithdrawn(ILogger logger, string clientId);

    [LoggerMessage(3010, LogLevel.Information, "Client {ClientId}: the grant {Grant} is not served yet and was skipped")]
    private static partial void LogGrantSkipped(ILogger logger, string clientId, string grant);
}
