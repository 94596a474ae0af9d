namespace AuthServer.Core.Authorization;

/// <summary>Values of <c>prompt</c> (OIDC Core §3.1.2.1).</summary>
public static class Prompts
{
    public const string None = "none";
    public const string Login = "login";
    public const string Consent = "consent";
    public const string SelectAccount = "select_account";

    public static IReadOnlyList<string> All { get; } = [None, Login, Consent, SelectAccount];
}
