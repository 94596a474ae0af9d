using System.Data.Common;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace AuthServer.EntityFrameworkCore.Clients;

/// <summary>Takes a client out of service: its sessions and codes end in the transaction that stores it, whichever door it comes through.</summary>
public sealed partial class ClientEnds(ClientSessionsEnd sessions, SessionEnding ending, ILogger<ClientEnds> logger)
{
    /// <summary>Disables a client and saves whatever else was changed in its context. Its requests are refused from then on.</summary>
    /// <exception cref="DbUpdateConcurrencyException">The client has changed since it was read.</exception>
    public async Task DisableAsync(AuthDbContext context, ClientEntity client, EndSessionsOfClient end, CancellationToken cancellationToken)
    {
        client.Disabled = true;
        await WithEndAsync(context, client, end, _ => context.Entry(client).ReloadAsync(CancellationToken.None), cancellationToken);
    }

    /// <summary>Deletes a client with its secrets and what users have allowed it, and saves whatever else was changed in its context.</summary>
    /// <exception cref="DbUpdateConcurrencyException">The client has changed since it was read.</exception>
    public Task DeleteAsync(AuthDbContext context, ClientEntity client, EndSessionsOfClient end, CancellationToken cancellationToken) => WithEndAsync(
        context,
        client,
        end,
        async rows =>
        {
            // Decided while there still is a row whose epoch can be raised.
            await rows.ExecuteDeleteAsync(cancellationToken);
            await context.Consents.Where(consent => consent.ClientId == client.Id).ExecuteDeleteAsync(cancellationToken);
            context.ChangeTracker.Clear();
        },
        cancellationToken);

    private async Task WithEndAsync(
        AuthDbContext context, ClientEntity client, EndSessionsOfClient end, Func<IQueryable<ClientEntity>, Task> then, CancellationToken cancellationToken)
    {
        // The save compares the version that was read.
        client.Version++;
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        var epoch = await sessions.DecideAsync(end, context.Database.GetDbConnection(), transaction.GetDbTransaction(), cancellationToken);
        await then(context.Clients.Where(row => row.Id == client.Id));
        await transaction.CommitAsync(CancellationToken.None);
        await MarkAsync(end, epoch!.Value);
    }

    /// <summary>The epoch has decided; rows that could not be marked now say nothing false, for they are behind it.</summary>
    private async Task MarkAsync(EndSessionsOfClient end, int epoch)
    {
        try
        {
            ending.Announce(end, await sessions.MarkAsync(end, epoch, CancellationToken.None));
        }
        catch (Exception exception) when (exception is DbException or StoreUnavailableException)
        {
            LogNotMarked(logger, exception, end.ClientId);
        }
    }

    [LoggerMessage(2202, LogLevel.Warning, "The sessions of client {ClientId} have ended, but not all of their rows could be marked")]
    private static partial void LogNotMarked(ILogger logger, Exception exception, ClientId clientId);
}
