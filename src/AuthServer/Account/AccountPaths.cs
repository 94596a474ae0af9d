namespace AuthServer.Account;

/// <summary>Where the pages for people are. The sign-in page's parameters are a contract with the authorization endpoint.</summary>
public static class AccountPaths
{
    public const string Home = "/account";
    public const string SignIn = "/account/sign-in";
    public const string SecondFactor = "/account/second-factor";
    public const string RecoveryCode = "/account/recovery-code";
    public const string SignOut = "/account/sign-out";
    public const string SignedOut = "/account/signed-out";
    public const string ConfirmSignOut = "/account/sign-out-confirm";
    public const string Applications = "/account/applications";
    public const string Sessions = "/account/sessions";
    public const string EndSessions = "/account/sessions/end";
    public const string Register = "/account/register";
    public const string ConfirmEmail = "/account/confirm-email";
    public const string ResendConfirmation = "/account/resend-confirmation";
    public const string ForgotPassword = "/account/forgot-password";
    public const string ResetPassword = "/account/reset-password";
    public const string Password = "/account/password";
    public const string Authenticator = "/account/authenticator";
    public const string Passkeys = "/account/passkeys";
    public const string PersonalData = "/account/personal-data";

    /// <summary>Where to go on afterwards: a path of this server.</summary>
    public const string ReturnUrl = "returnUrl";

    /// <summary>The context that whoever sent the user here needs: <c>2</c> asks for a second factor.</summary>
    public const string Acr = "acr";

    /// <summary><c>true</c>: the user who is signed in shows the credentials again.</summary>
    public const string Reauthenticate = "reauthenticate";

    /// <summary>The user name that the client expects (OIDC Core §3.1.2.1): filled in, and the person may change it.</summary>
    public const string LoginHint = "loginHint";

    public static string SignInAt(string returnUrl, string? acr = null, bool reauthenticate = false, string? loginHint = null) =>
        QueryString.Create([KeyValuePair.Create<string, string?>(ReturnUrl, returnUrl), .. Optional(acr, reauthenticate, loginHint)]).Value!.Insert(0, SignIn);

    private static IEnumerable<KeyValuePair<string, string?>> Optional(string? acr, bool reauthenticate, string? loginHint)
    {
        if (acr is not null)
        {
            yield return KeyValuePair.Create<string, string?>(Acr, acr);
        }

        if (reauthenticate)
        {
            yield return KeyValuePair.Create<string, string?>(Reauthenticate, "true");
        }

        if (loginHint is not null)
        {
            yield return KeyValuePair.Create<string, string?>(LoginHint, loginHint);
        }
    }
}
