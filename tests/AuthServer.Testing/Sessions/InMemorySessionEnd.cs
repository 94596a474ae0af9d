using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Logout;

namespace AuthServer.Testing.Sessions;

/// <summary>The end of sessions with all of its effects; the lock is held by whoever asks for it.</summary>
internal sealed class InMemorySessionEnd(InMemoryDatabase database)
{
    /// <param name="inFeed">False when one entry of an owner covers it.</param>
    public void End(InMemorySession row, EndReason reason, string actor, Caller caller, bool inFeed, string? note, long? distance = null)
    {
        var session = row.Session;
        database.Sessions[session.Id] = row with { Session = session with { EndedAt = database.Now, EndReason = reason }, EndedBy = actor };
        if (inFeed)
        {
            database.RevocationRecords.Add(new RevocationRecord(RevocationSubject.Session, session.Id.ToString(), MinimumEpoch: 0));
        }

        if (reason != EndReason.ClientDisabled
            && database.Clients.GetValueOrDefault(session.ClientId)?.Registration.Metadata.BackchannelLogoutUri is not null)
        {
            database.LogoutDeliveries.Add(
                new InMemoryLogoutDelivery(database.LogoutDeliveries.Count + 1, new LogoutRecord(session.ClientId, session.UserId, session.Id), database.Now));
        }

        var ended = new AuditEvent(AuditEventTypes.SessionEnded, actor, caller)
        {
            SessionId = session.Id,
            UserId = session.UserId,
            ClientId = session.ClientId,
            Reason = reason.Exact(),
            Detail = note,
        };
        database.AuditRecords.Add(AuditRecord.Of(ended) with { GenerationDistance = distance });
    }

    /// <summary>Ends those of the sessions that are active, and the sign-ins that they started from unless these are to go on.</summary>
    public int EndChosen(EndSessions command, IEnumerable<SessionId> ids)
    {
        var due = ids.Select(database.Sessions.GetValueOrDefault).OfType<InMemorySession>().Where(row => row.Session.EndedAt is null).ToList();
        foreach (var id in due.Select(row => row.Session.SignInId).OfType<SignInId>().Distinct())
        {
            if (command.WithSignIns && database.SignIns.GetValueOrDefault(id) is { SignIn.EndedAt: null } signIn)
            {
                signIn.End(database, command.Reason, command.Actor, command.Caller, command.Note);
            }
        }

        due.ForEach(row => End(row, command.Reason, command.Actor, command.Caller, inFeed: true, command.Note));
        return due.Count;
    }
}
