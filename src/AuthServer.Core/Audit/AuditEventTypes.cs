namespace AuthServer.Core.Audit;

/// <summary>Names of audit events, as stored and shown.</summary>
public static class AuditEventTypes
{
    public const string SessionCreated = "session.created";
    public const string SessionEnded = "session.ended";
    public const string UserSessionsEnded = "user.sessions_ended";
    public const string SignInCreated = "sign_in.created";
    public const string SignInEnded = "sign_in.ended";
    public const string SignInFailed = "user.sign_in_failed";
    public const string TokenOfAnotherClient = "session.token_of_another_client";
    public const string ProofRefused = "session.proof_refused";
}
