namespace AuthServer.Core.Sessions;

/// <summary>
/// Why something ended, in words: the exact ones for operators; for its user and for client developers the careful ones, which for every reason that a thief
/// must not learn are the same (see <see cref="EndReasonNames.Public"/>).
/// </summary>
public static class EndReasonSentences
{
    /// <summary>For pages of the administration, <c>explain</c> and audit.</summary>
    public static string ForOperators(this EndReason reason) => reason switch
    {
        EndReason.SignedOut => "The user signed out, or the client revoked its token.",
        EndReason.UserRevoked => "The user ended it on the page that lists where the account is signed in.",
        EndReason.AdminRevoked => "An administrator ended it.",
        EndReason.PasswordChanged => "The user's password was changed or reset.",
        EndReason.CredentialsChanged => "The user's second factor was reset or removed, or a passkey was removed.",
        EndReason.AccountDisabled => "The account was disabled, locked by an administrator, or deleted.",
        EndReason.ConsentWithdrawn => "The user withdrew what the client had been allowed.",
        EndReason.ClientDisabled => "The client was disabled or deleted.",
        EndReason.CodeReused => "The code that it came from was presented again: somebody else may have had it.",
        EndReason.ReuseDetected => "A refresh token that had been replaced was presented again: somebody may hold a copy.",
        EndReason.IdleExpired => "It was not used for as long as its idle lifetime.",
        EndReason.AbsoluteExpired => "It reached the end of its absolute lifetime.",
        EndReason.StateLost => "A refresh token was presented that is newer than the database knows: the database has lost writes, by a restore or a failover.",
        EndReason.Incident => "An operator ended it with others in response to an incident.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    /// <summary>For the person whose it was.</summary>
    public static string ForPeople(this EndReason reason) => reason.Public() switch
    {
        "signed_out" => "You signed out, here or in an application.",
        "user_revoked" => "It was signed out from the list of devices in your account.",
        "password_changed" => "Your password was changed.",
        "credentials_changed" => "Two-step sign-in was reset or turned off, or a passkey was removed.",
        "consent_withdrawn" => "You withdrew what you had allowed the application.",
        "idle_expired" => "It was not used for a long time.",
        "absolute_expired" => "It had lasted as long as a sign-in can.",
        "state_lost" => "The server lost its latest state in a failure, and asks you to sign in again.",
        _ => "It was ended to protect your account, or by an administrator.",
    };

    /// <summary>For whoever develops the client (RFC 6749 §5.2, <c>error_description</c>): ASCII, without quotation marks and backslashes.</summary>
    public static string ForClients(this EndReason reason) => reason.Public() switch
    {
        "signed_out" => "The session has ended: the user signed out, or the token was revoked.",
        "user_revoked" => "The session has ended: the user ended it among the devices of the account.",
        "password_changed" => "The session has ended: the user's password was changed.",
        "credentials_changed" => "The session has ended: a second factor or passkey of the user was reset or removed.",
        "consent_withdrawn" => "The session has ended: the user withdrew the consent given to this client.",
        "idle_expired" => "The session has expired: it was not refreshed in time.",
        "absolute_expired" => "The session has expired: it reached its longest lifetime.",
        "state_lost" => "The session has ended: the server has lost the state that this token belongs to.",
        _ => "The session has been revoked.",
    };

    /// <summary>Whether a person who has not done it should take it for somebody else's doing, and act.</summary>
    public static bool MayBeSomebodyElse(this EndReason reason) => reason.Public() is "user_revoked" or "password_changed" or "credentials_changed" or "revoked";
}
