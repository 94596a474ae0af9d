namespace AuthServer.Core.Users;

/// <summary>Values of <c>acr</c> (OIDC Core §2): how sure this server is of who signed in.</summary>
public static class AuthenticationContexts
{
    /// <summary>One factor: a password.</summary>
    public const string SingleFactor = "1";

    /// <summary>Two factors: a password and a code, or a passkey whose device verified its user.</summary>
    public const string TwoFactors = "2";

    public static IReadOnlyList<string> All { get; } = [SingleFactor, TwoFactors];
}
