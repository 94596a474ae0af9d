namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>What a right password is worth when its user has a second factor.</summary>
public enum SecondFactorRule
{
    /// <summary>Nothing: where only a password can be shown, it is refused like a wrong one.</summary>
    Refuse,

    /// <summary>The way to the second factor.</summary>
    Ask,
}
