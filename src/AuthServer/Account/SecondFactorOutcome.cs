using AuthServer.EntityFrameworkCore.Users;

namespace AuthServer.Account;

/// <summary>How the check of a second factor ended.</summary>
public abstract record SecondFactorOutcome
{
    private SecondFactorOutcome()
    {
    }

    /// <summary>It is right.</summary>
    /// <param name="Remember">What the user chose with the password.</param>
    public sealed record Right(AuthUser User, bool Remember) : SecondFactorOutcome;

    /// <summary>It is wrong, or the account is locked; the page says one sentence for both.</summary>
    public sealed record Refused : SecondFactorOutcome;

    /// <summary>No password has been shown, or too long ago, or the account has changed since.</summary>
    public sealed record NotUnderWay : SecondFactorOutcome;
}
