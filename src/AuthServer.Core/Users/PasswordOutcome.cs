namespace AuthServer.Core.Users;

/// <summary>How a check of name and password ended.</summary>
public abstract record PasswordOutcome
{
    private PasswordOutcome()
    {
    }

    /// <summary>The password is right and nothing stands against a sign-in. <paramref name="Epoch"/> was read together with the hash.</summary>
    public sealed record Accepted(UserId UserId, int Epoch, UserClaims Claims) : PasswordOutcome;

    /// <summary>Refused; <paramref name="Detail"/> is for the log and the audit trail alone.</summary>
    public sealed record Refused(string Detail) : PasswordOutcome;

    /// <summary>Too many passwords are being checked already; ask again.</summary>
    public sealed record Busy : PasswordOutcome;
}
