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
    public const string UserCreated = "user.created";
    public const string UserDisabled = "user.disabled";
    public const string UserEnabled = "user.enabled";
    public const string UserLocked = "user.locked";
    public const string UserUnlocked = "user.unlocked";
    public const string UserDeleted = "user.deleted";
    public const string PasswordReset = "user.password_reset";
    public const string SecondFactorReset = "user.second_factor_reset";
    public const string RoleAdded = "user.role_added";
    public const string RoleRemoved = "user.role_removed";
    public const string ClientAdded = "client.added";
    public const string ClientChanged = "client.changed";
    public const string ClientDisabled = "client.disabled";
    public const string ClientEnabled = "client.enabled";
    public const string ClientDeleted = "client.deleted";
    public const string SecretAdded = "client.secret_added";
    public const string SecretRemoved = "client.secret_removed";
    public const string ScopeSaved = "scope.saved";
    public const string ScopeDeleted = "scope.deleted";
    public const string SigningKeyAdded = "signing_key.added";
}
