using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Testing.Audit;

namespace AuthServer.Testing.Sessions;

/// <summary>The end of many sessions at once, in memory.</summary>
public sealed class InMemorySessionEnds(InMemoryDatabase database) : ISessionEnds
{
    private const int BatchSize = 500;

    private readonly InMemorySessionEnd _end = new(database);

    public async Task<int> EndAllOfUserAsync(EndSessionsOfUser command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (database.Read(() => RaiseEpoch(command)) is not { } epoch)
        {
            return 0;
        }

        var total = await InBatchesAsync(
            session => session.UserId == command.UserId && session.UserEpoch < epoch,
            row => _end.End(row, command.Reason, command.Actor, command.Caller, inFeed: false));
        database.Write(() => MarkSignIns(command, epoch));
        return total;
    }

    public Task<int> EndOfUserAtClientAsync(EndSessionsAtClient command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return InBatchesAsync(
            session => session.UserId == command.UserId && session.ClientId == command.ClientId,
            row => _end.End(row, command.Reason, command.Actor, command.Caller, inFeed: true));
    }

    private async Task<int> InBatchesAsync(Func<Session, bool> isDue, Action<InMemorySession> end)
    {
        var total = 0;
        for (var ended = BatchSize; ended == BatchSize; total += ended)
        {
            ended = database.Read(() =>
            {
                var due = database.Sessions.Values
                    .Where(row => row.Session.EndedAt is null && isDue(row.Session))
                    .OrderBy(row => row.Session.Id.Value)
                    .Take(BatchSize)
                    .ToList();
                due.ForEach(end);
                return due.Count;
            });
            await Task.Yield();
        }

        return total;
    }

    private int? RaiseEpoch(EndSessionsOfUser command)
    {
        if (!database.Users.TryGetValue(command.UserId, out var user))
        {
            return null;
        }

        var raised = user with { Epoch = user.Epoch + 1, EpochReason = command.Reason };
        database.Users[user.Id] = raised;
        database.RevocationRecords.Add(new RevocationRecord(RevocationSubject.User, user.Id.ToString(), raised.Epoch));
        database.AuditRecords.Add(AuditRecord.Of(
            new AuditEvent(AuditEventTypes.UserSessionsEnded, command.Actor, command.Caller) { UserId = user.Id, Reason = command.Reason.Exact() }));
        return raised.Epoch;
    }

    private void MarkSignIns(EndSessionsOfUser command, int epoch)
    {
        var due = database.SignIns.Values
            .Where(row => row.SignIn.UserId == command.UserId && row.SignIn.UserEpoch < epoch && row.SignIn.EndedAt is null)
            .ToList();
        due.ForEach(row => row.End(database, command.Reason, command.Actor, command.Caller));
    }
}
