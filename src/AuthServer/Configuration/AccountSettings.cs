namespace AuthServer.Configuration;

/// <summary>The sign-in and account pages.</summary>
public sealed class AccountSettings
{
    /// <summary>What the pages, the mails and people's authenticator apps call this server.</summary>
    public string ProductName { get; set; } = "AuthServer";

    /// <summary>Whether anybody may make an account for themselves. Off unless the operator opens it.</summary>
    public bool Registration { get; set; }

    /// <summary>How long a browser's sign-in lasts at most, when its user has not asked to be remembered; closing the browser ends it earlier.</summary>
    public TimeSpan SignInLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long it lasts when the user has asked to be remembered.</summary>
    public TimeSpan RememberedSignInLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>For how long the links in mails work.</summary>
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromHours(2);
}
