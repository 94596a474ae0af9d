namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>How a check of name and password ended.</summary>
public abstract record PasswordCheckOutcome
{
    private PasswordCheckOutcome()
    {
    }

    /// <summary>The password is right. <paramref name="User"/> was read together with its hash.</summary>
    public sealed record Right(AuthUser User) : PasswordCheckOutcome
    {
        /// <summary>When true the user is not signed in yet, and failures so far still count.</summary>
        public bool SecondFactorFollows => User.TwoFactorEnabled;
    }

    /// <summary>Refused; <paramref name="Detail"/> is for the log and the audit trail alone.</summary>
    public sealed record Refused(string Detail) : PasswordCheckOutcome;

    /// <summary>Too many passwords are being checked already; ask again.</summary>
    public sealed record Busy : PasswordCheckOutcome;
}
