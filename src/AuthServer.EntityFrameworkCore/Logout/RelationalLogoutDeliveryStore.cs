using System.Data.Common;
using AuthServer.Core.Clients;
using AuthServer.Core.Logout;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Logout;

/// <summary>The queue of logout tokens on PostgreSQL or SQL Server, by hand-written statements and the database's own clock.</summary>
public sealed class RelationalLogoutDeliveryStore(RelationalDatabase database) : ILogoutDeliveryStore
{
    private readonly LogoutDeliveryStatements _statements =
        database.Provider == DatabaseProvider.SqlServer ? LogoutDeliveryStatements.SqlServer : LogoutDeliveryStatements.PostgreSql;

    // Not repeated: what was taken by an attempt whose answer was lost comes back when its lease is over.
    public Task<IReadOnlyList<LogoutDelivery>> TakeAsync(int most, TimeSpan lease, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = connection.Statement(_statements.Take).Number("most", most).Seconds("lease", lease);
            return await ReadAsync(command, cancellationToken);
        },
        "Logout tokens that are due could not be looked up.");

    public Task<bool> MarkDeliveredAsync(LogoutDelivery delivery) =>
        ChangeAsync(_statements.MarkDelivered, command => command.Big("id", delivery.Id));

    public Task<bool> MarkFailedAsync(LogoutDelivery delivery, string trouble, TimeSpan? pause) => ChangeAsync(
        _statements.MarkFailed,
        command => command
            .Big("id", delivery.Id)
            .Number("attempts", delivery.Attempt)
            .Text("error", trouble.Length > LogoutDeliveryEntity.LongestError ? trouble[..LogoutDeliveryEntity.LongestError] : trouble)
            .Seconds("pause", pause));

    private static async Task<IReadOnlyList<LogoutDelivery>> ReadAsync(DbCommand command, CancellationToken cancellationToken)
    {
        var taken = new List<LogoutDelivery>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            taken.Add(new LogoutDelivery(
                reader.GetInt64(0), new ClientId(reader.GetString(1)), new UserId(reader.GetGuid(2)), new SessionId(reader.GetGuid(3)), reader.GetInt32(4)));
        }

        await reader.CloseAsync();
        return taken;
    }

    private Task<bool> ChangeAsync(string statement, Func<DbCommand, DbCommand> bind) => Attempts.RepeatAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(CancellationToken.None);
            await using var command = connection.Statement(statement);
            return await bind(command).ExecuteNonQueryAsync(CancellationToken.None) == 1;
        },
        "What became of a logout token could not be recorded.");
}
