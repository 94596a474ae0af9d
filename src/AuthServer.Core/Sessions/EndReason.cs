namespace AuthServer.Core.Sessions;

/// <summary>Why a session ended. The numbers are stored: never renumber, never reuse.</summary>
public enum EndReason
{
    SignedOut = 1,
    UserRevoked = 2,
    AdminRevoked = 3,
    PasswordChanged = 4,
    CredentialsChanged = 5,
    AccountDisabled = 6,
    ConsentWithdrawn = 7,
    ClientDisabled = 8,
    CodeReused = 9,
    ReuseDetected = 10,
    IdleExpired = 11,
    AbsoluteExpired = 12,
    StateLost = 13,
    Incident = 14,
}
