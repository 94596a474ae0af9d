using System.Data.Common;
using System.Net;
using AuthServer.Core.Clients;
using AuthServer.Core.Revocation;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>Goes on with the marking of what an epoch has ended, where whoever began it could not finish.</summary>
internal sealed class UnmarkedEnds(RelationalDatabase database, UserSessionsEnd users, ClientSessionsEnd clients)
{
    // Until then whoever has decided it is likely to be at work.
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    private readonly UnmarkedEndStatements _statements =
        database.Provider == DatabaseProvider.SqlServer ? UnmarkedEndStatements.SqlServer : UnmarkedEndStatements.PostgreSql;

    /// <summary>Marks a batch of the first end after <paramref name="after"/>; null when there is none.</summary>
    public async Task<MarkSweep?> MarkAsync(long after, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        if (await NextAsync(connection, after, cancellationToken) is not { } end)
        {
            return null;
        }

        var marked = end.Kind == RevocationKind.User
            ? await users.MarkBatchAsync(end.OfUser(), end.Epoch, connection)
            : await clients.MarkBatchAsync(end.OfClient(), end.Epoch, connection);
        return new MarkSweep(end.Reason, marked ?? 0, marked is null ? end.Id : after);
    }

    private async Task<UnmarkedEnd?> NextAsync(DbConnection connection, long after, CancellationToken cancellationToken)
    {
        await using var next = connection.Statement(_statements.Next).Big("after", after).Seconds("age", Age);
        await using var reader = await next.ExecuteReaderAsync(cancellationToken);
        var end = await reader.ReadAsync(cancellationToken)
            ? new UnmarkedEnd(
                reader.GetInt64(0),
                (RevocationKind)reader.GetInt16(1),
                reader.GetString(2),
                reader.GetInt32(3),
                (EndReason)reader.GetInt16(4),
                reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetString(6),
                new Caller(IPAddress.TryParse(reader.GetString(7), out var address) ? address : null, reader.GetString(8)))
            : null;
        await reader.CloseAsync();
        return end;
    }

    private sealed record UnmarkedEnd(long Id, RevocationKind Kind, string Subject, int Epoch, EndReason Reason, string Actor, string? Note, Caller Caller)
    {
        public EndSessionsOfUser OfUser() => new(new UserId(Guid.Parse(Subject)), Reason, Actor, Caller) { Note = Note };

        public EndSessionsOfClient OfClient() => new(new ClientId(Subject), Reason, Actor, Caller) { Note = Note };
    }
}
