using AuthServer.Core.Sessions;

namespace AuthServer.Commands;

/// <summary>Why a session ended, for an operator who is asked.</summary>
internal static class EndReasonWords
{
    public static string InWords(this EndReason reason) => reason switch
    {
        EndReason.SignedOut => "The user signed out, or the client revoked its token.",
        EndReason.UserRevoked => "The user ended it from the account's own pages.",
        EndReason.AdminRevoked => "An administrator ended it.",
        EndReason.PasswordChanged => "The password was changed or reset, which ends what was open before.",
        EndReason.CredentialsChanged => "A second factor or passkey was reset or removed, which ends what was open before.",
        EndReason.AccountDisabled => "The account was disabled, locked or deleted.",
        EndReason.ConsentWithdrawn => "The user withdrew what the client had been allowed.",
        EndReason.ClientDisabled => "The client was disabled or deleted.",
        EndReason.CodeReused => "The authorization code that it came of was presented a second time: somebody else may have had it.",
        EndReason.ReuseDetected => "A refresh token that had been replaced was presented again: somebody may hold a copy.",
        EndReason.IdleExpired => "It was not refreshed for as long as its client allows.",
        EndReason.AbsoluteExpired => "It was as old as its client lets a session become.",
        EndReason.StateLost => "A refresh token came that is newer than the database knows: the database has lost writes, by a restore or a failover.",
        EndReason.Incident => "It was ended together with others in answer to an incident.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
