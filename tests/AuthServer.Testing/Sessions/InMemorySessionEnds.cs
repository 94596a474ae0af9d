using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Testing.Audit;

namespace AuthServer.Testing.Sessions;

/// <summary>The end of many sessions at once, in memory.</summary>
public sealed class InMemorySessionEnds(InMemoryDatabase database) : ISessionEnds
{
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
            row => _end.End(row, command.Reason, command.Actor, command.Caller, inFeed: false, command.Note));
        database.Write(() => MarkSignIns(command, epoch));
        return total;
    }

    public Task<int> EndOfUserAtClientAsync(EndSessionsAtClient command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return InBatchesAsync(
            session => session.UserId == command.UserId && session.ClientId == command.ClientId,
            row => _end.End(row, command.Reason, command.Actor, command.Caller, inFeed: true, command.Note));
    }

    public async Task<int> EndAllOfClientAsync(EndSessionsOfClient command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return database.Read(() => RaiseEpoch(command)) is { } epoch
            ? await InBatchesAsync(
                session => session.ClientId == command.ClientId && session.ClientEpoch < epoch,
                row => _end.End(row, command.Reason, command.Actor, command.Caller, inFeed: false, command.Note))
            : 0;
    }

    // Nobody dies between an epoch and its rows here.
    public Task<MarkSweep?> MarkLeftAsync(long after, CancellationToken cancellationToken) => Task.FromResult<MarkSweep?>(null);

    public Task<int> EndManyAsync(EndSessions command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(command.Ids.Distinct().Chunk(EndSessions.BatchSize).Sum(batch => database.Read(() => _end.EndChosen(command, batch))));
    }

    private async Task<int> InBatchesAsync(Func<Session, bool> isDue, Action<InMemorySession> end)
    {
        var total = 0;
        for (var ended = EndSessions.BatchSize; ended == EndSessions.BatchSize; total += ended)
        {
            ended = database.Read(() =>
            {
                var due = database.Sessions.Values
                    .Where(row => row.Session.EndedAt is null && isDue(row.Session))
                    .OrderBy(row => row.Session.Id.Value)
                    .Take(EndSessions.BatchSize)
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
        database.AuditRecords.Add(AuditRecord.Of(new AuditEvent(AuditEventTypes.UserSessionsEnded, command.Actor, command.Caller)
        {
            UserId = user.Id,
            Reason = command.Reason.Exact(),
            Detail = command.Note,
        }));
        CarryOver(command, raised.Epoch);
        return raised.Epoch;
    }

    private int? RaiseEpoch(EndSessionsOfClient command)
    {
        if (!database.Clients.TryGetValue(command.ClientId, out var client))
        {
            return null;
        }

        var raised = client.Registration with { Epoch = client.Registration.Epoch + 1, Version = client.Registration.Version + 1 };
        database.Clients[raised.Id] = new(raised, command.Reason);
        database.RevocationRecords.Add(new RevocationRecord(RevocationSubject.Client, raised.Id.ToString(), raised.Epoch));
        database.AuditRecords.Add(AuditRecord.Of(new AuditEvent(AuditEventTypes.ClientSessionsEnded, command.Actor, command.Caller)
        {
            ClientId = raised.Id,
            Reason = command.Reason.Exact(),
            Detail = command.Note,
        }));
        return raised.Epoch;
    }

    /// <summary>What is kept follows the epoch; what had ended, or was behind the epoch before, does not.</summary>
    private void CarryOver(EndSessionsOfUser command, int epoch)
    {
        foreach (var row in database.SignIns.Values.Where(row =>
            row.SignIn.Id == command.Kept && row.SignIn.UserId == command.UserId && row.SignIn.UserEpoch == epoch - 1 && row.SignIn.EndedAt is null).ToList())
        {
            database.SignIns[row.SignIn.Id] = row with { SignIn = row.SignIn with { UserEpoch = epoch } };
        }

        foreach (var row in database.Sessions.Values.Where(row =>
            ((command.Kept is { } kept && row.Session.SignInId == kept) || row.Session.Id == command.KeptSession)
            && row.Session.UserId == command.UserId && row.Session.UserEpoch == epoch - 1 && row.Session.EndedAt is null).ToList())
        {
            database.Sessions[row.Session.Id] = row with { Session = row.Session with { UserEpoch = epoch } };
        }
    }

    private void MarkSignIns(EndSessionsOfUser command, int epoch)
    {
        var due = database.SignIns.Values
            .Where(row => row.SignIn.UserId == command.UserId && row.SignIn.UserEpoch < epoch && row.SignIn.EndedAt is null)
            .ToList();
        due.ForEach(row => row.End(database, command.Reason, command.Actor, command.Caller, command.Note));
    }
}
