namespace AuthServer.Account;

/// <summary>Something that somebody asked for by e-mail address, whether or not there is such an account.</summary>
public abstract record MailRequest(string Email)
{
    /// <summary>An account.</summary>
    /// <param name="PasswordHash">Made before it was known whether the account exists.</param>
    public sealed record Registration(string Email, string PasswordHash) : MailRequest(Email);

    public sealed record Confirmation(string Email) : MailRequest(Email);

    public sealed record PasswordReset(string Email) : MailRequest(Email);
}
