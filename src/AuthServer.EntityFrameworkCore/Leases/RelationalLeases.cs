using AuthServer.Core.Leases;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Leases;

/// <summary>Leases in the database, by its own clock: one conditional statement.</summary>
public sealed class RelationalLeases(RelationalDatabase database) : ILeases
{
    private readonly LeaseStatements _statements = database.Provider == DatabaseProvider.SqlServer ? LeaseStatements.SqlServer : LeaseStatements.PostgreSql;

    // Held twice is held once.
    public Task<bool> TryHoldAsync(string name, Guid holder, TimeSpan duration, CancellationToken cancellationToken) => Attempts.RepeatAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = connection.Statement(_statements.Hold).Text("name", name).Id("holder", holder).Seconds("duration", duration);
            return await command.ExecuteScalarAsync(cancellationToken) is not null;
        },
        "A lease could not be taken.");

    public Task ReleaseAsync(string name, Guid holder, CancellationToken cancellationToken) => Attempts.RepeatAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = connection.Statement(_statements.Release).Text("name", name).Id("holder", holder);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        },
        "A lease could not be given back.");
}
