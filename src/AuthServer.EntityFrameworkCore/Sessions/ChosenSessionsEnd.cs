using System.Data.Common;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.SignIns;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>The end of some chosen sessions, in the caller's transaction.</summary>
internal sealed class ChosenSessionsEnd(DatabaseProvider provider)
{
    private readonly string _signIns = RelationalSignInStore.StatementsOf(provider).EndOfSessions;
    private readonly string _sessions = UserSessionsEnd.SessionStatementsOf(provider).EndChosen;

    /// <summary>
    /// Ends those that are active, at most <see cref="EndSessions.BatchSize"/>. The sign-ins first: that is the order in which everything else takes these
    /// locks. Returns how many sessions ended.
    /// </summary>
    public async Task<int> EndAsync(EndSessions end, IReadOnlyList<Guid> ids, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (end.WithSignIns)
        {
            await EndedAsync(_signIns);
        }

        return (await EndedAsync(_sessions)).Count;

        async Task<List<Guid>> EndedAsync(string statement)
        {
            await using var command = connection.Statement(statement, transaction);
            command.Ids("ids", ids).End(end.Reason, end.Actor, end.Caller, end.Note);
            return await command.ReadIdsAsync(cancellationToken);
        }
    }
}
