namespace AuthServer.Core.Sessions;

/// <summary>The written forms of <see cref="EndReason"/>: the exact one for operators, the careful one for whoever presents a token.</summary>
public static class EndReasonNames
{
    /// <summary>In audit, pages and <c>explain</c>.</summary>
    public static string Exact(this EndReason reason) => reason switch
    {
        EndReason.SignedOut => "signed_out",
        EndReason.UserRevoked => "user_revoked",
        EndReason.AdminRevoked => "admin_revoked",
        EndReason.PasswordChanged => "password_changed",
        EndReason.CredentialsChanged => "credentials_changed",
        EndReason.AccountDisabled => "account_disabled",
        EndReason.ConsentWithdrawn => "consent_withdrawn",
        EndReason.ClientDisabled => "client_disabled",
        EndReason.CodeReused => "code_reused",
        EndReason.ReuseDetected => "reuse_detected",
        EndReason.IdleExpired => "idle_expired",
        EndReason.AbsoluteExpired => "absolute_expired",
        EndReason.StateLost => "state_lost",
        EndReason.Incident => "incident",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    /// <summary>On the wire: <c>revoked</c> stands for every reason that a thief must not learn.</summary>
    public static string Public(this EndReason reason) => reason switch
    {
        EndReason.AdminRevoked or EndReason.AccountDisabled or EndReason.ClientDisabled
            or EndReason.CodeReused or EndReason.ReuseDetected or EndReason.Incident => "revoked",
        _ => reason.Exact(),
    };
}
