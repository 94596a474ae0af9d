namespace AuthServer.Core.Audit;

/// <summary>Names of audit events, as stored and shown.</summary>
public static class AuditEventTypes
{
    public const string SessionCreated = "session.created";
    public const string SessionEnded = "session.ended";
    public const string UserSessionsEnded = "user.sessions_ended";
    public const string UserTokensEnded = "user.tokens_ended";
    public const string ClientSessionsEnded = "client.sessions_ended";
    public const string IncidentOpened = "incident.opened";
    public const string IncidentStopped = "incident.stopped";
    public const string IncidentResumed = "incident.resumed";
    public const string IncidentFinished = "incident.finished";
    public const string SignInCreated = "sign_in.created";
    public const string SignInEnded = "sign_in.ended";
    public const string SignInFailed = "user.sign_in_failed";
    public const string TokenOfAnotherClient = "session.token_of_another_client";
    public const string ProofRefused = "session.proof_refused";
}
