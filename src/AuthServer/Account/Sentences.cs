namespace AuthServer.Account;

/// <summary>What people are told, where several pages or tests must say the very same.</summary>
public static class Sentences
{
    /// <summary>For whatever stands against a sign-in: which it was is nobody's business.</summary>
    public const string NotSignedIn = "This e-mail address and password do not fit, or the account is locked for now.";

    public const string Busy = "Too many people are signing in just now. Please try again in a few seconds.";

    public const string TooManyMails = "Too many mails were asked for from your network. Please try again in ten minutes.";

    public const string WrongCode = "This code does not fit, or the account is locked for now.";

    public const string PasskeyRefused = "This passkey could not be used. Try again, or use your password.";

    public const string DeadLink = "This link does not work any more. It may be old or used already; ask for a new one.";

    public const string PasswordRules = "At least 6 characters: upper and lower case, a digit and a sign.";
}
