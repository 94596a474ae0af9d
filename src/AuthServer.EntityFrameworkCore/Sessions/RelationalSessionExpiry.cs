using System.Data.Common;
using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.SignIns;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>The end of what has expired, on PostgreSQL or SQL Server: a statement and a commit a batch, and the database's own clock.</summary>
public sealed class RelationalSessionExpiry(RelationalDatabase database) : ISessionExpiry
{
    private const string Failure = "The end of what has expired could not be confirmed.";

    private readonly SessionExpiryStatements _statements =
        database.Provider == DatabaseProvider.SqlServer ? SessionExpiryStatements.SqlServer : SessionExpiryStatements.PostgreSql;

    private readonly string _endSignIns = RelationalSignInStore.StatementsOf(database.Provider).EndExpired;

    public Task<IReadOnlyList<IdleLimit>> ListIdleLimitsAsync(CancellationToken cancellationToken) => Attempts.OnceAsync<IReadOnlyList<IdleLimit>>(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = connection.Statement(SessionExpiryStatements.ListIdleLimits);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var limits = new List<IdleLimit>();
            while (await reader.ReadAsync(cancellationToken))
            {
                limits.Add(new IdleLimit(new ClientId(reader.GetString(0)), TimeSpan.FromTicks(reader.GetInt64(1))));
            }

            return limits;
        },
        "The clients could not be listed.");

    // Once begun a batch is not cancelled, for what it has ended is to be counted.
    public Task<IdleSweep> EndIdleAsync(IdleLimit limit, SweepPosition? after, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = Command(connection, _statements.EndIdle, EndReason.IdleExpired)
                .Text("client_id", limit.ClientId.Value)
                .Seconds("idle_lifetime", limit.Lifetime)
                .Day("after_day", after?.LastUsedOn ?? DateOnly.MinValue)
                .Id("after_id", after?.Id.Value ?? Guid.Empty);
            return await ReadAsync(command);
        },
        Failure);

    public Task<int> EndPastAbsoluteAsync(CancellationToken cancellationToken) => EndAsync(_statements.EndPastAbsolute, cancellationToken);

    public Task<int> EndSignInsAsync(CancellationToken cancellationToken) => EndAsync(_endSignIns, cancellationToken);

    private Task<int> EndAsync(string statement, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = Command(connection, statement, EndReason.AbsoluteExpired);
            return (await command.ReadIdsAsync(CancellationToken.None)).Count;
        },
        Failure);

    private static DbCommand Command(DbConnection connection, string statement, EndReason reason) =>
        connection.Statement(statement).End(reason, Actors.Server, Caller.Unknown, note: null);

    private static async Task<IdleSweep> ReadAsync(DbCommand command)
    {
        var (examined, ended) = (0, 0);
        SweepPosition? last = null;
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            examined++;
            ended += reader.GetBoolean(2) ? 1 : 0;
            last = new SweepPosition(reader.GetFieldValue<DateOnly>(0), new SessionId(reader.GetGuid(1)));
        }

        await reader.CloseAsync();
        return new IdleSweep(ended, examined == ISessionExpiry.BatchSize ? last : null);
    }
}
