using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Testing.Audit;

namespace AuthServer.Testing.SignIns;

/// <summary>The row of a browser's sign-in.</summary>
public sealed record InMemorySignIn(SignIn SignIn, Caller Created)
{
    public string? EndedBy { get; init; }

    internal void End(InMemoryDatabase database, EndReason reason, string actor, Caller caller, string? note)
    {
        database.SignIns[SignIn.Id] = this with { SignIn = SignIn with { EndedAt = database.Now, EndReason = reason }, EndedBy = actor };
        database.AuditRecords.Add(AuditRecord.Of(
            new AuditEvent(AuditEventTypes.SignInEnded, actor, caller) { UserId = SignIn.UserId, Reason = reason.Exact(), Detail = note }));
    }
}
