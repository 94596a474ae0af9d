namespace AuthServer.Account;

/// <summary>What brought the user to the sign-in pages, and what is to come of it.</summary>
/// <param name="ReturnUrl">Where to go on; always a path of this server.</param>
/// <param name="Acr">The context that is asked for, or null.</param>
/// <param name="Reauthenticate">Whether the user who is signed in is to show the credentials again.</param>
public sealed record SignInRequest(string ReturnUrl, string? Acr, bool Reauthenticate)
{
    public bool NeedsTwoFactors => Acr == Core.Users.AuthenticationContexts.TwoFactors;

    public string At(string path) =>
        QueryString.Create(AccountPaths.ReturnUrl, ReturnUrl).Value!.Insert(0, path);
}
