using System.Net.Mail;

namespace AuthServer.Configuration;

/// <summary>What may be wrong with <see cref="AccountSettings"/> and <see cref="EmailSettings"/>.</summary>
internal static class AccountSettingsValidation
{
    private static readonly TimeSpan LongestSignIn = TimeSpan.FromDays(400);

    public static IEnumerable<string> Refusals(AuthServerOptions options, bool isDevelopment) =>
        Account(options.Account).Concat(Email(options.Email)).Concat(Registration(options, isDevelopment));

    private static IEnumerable<string> Account(AccountSettings account)
    {
        // A colon would part the name from the account in an authenticator app's address.
        if (account.ProductName.Trim().Length is 0 or > 40 || account.ProductName.Contains(':', StringComparison.Ordinal))
        {
            yield return "AuthServer:Account:ProductName must have from 1 to 40 characters, and no colon: it names this server in people's authenticator apps.";
        }

        if (account.SignInLifetime < TimeSpan.FromMinutes(1) || account.RememberedSignInLifetime < account.SignInLifetime || account.RememberedSignInLifetime > LongestSignIn)
        {
            yield return "AuthServer:Account:SignInLifetime must be a minute at least, and RememberedSignInLifetime from it up to 400 days, for which browsers keep a cookie.";
        }

        if (account.LinkLifetime < TimeSpan.FromMinutes(5) || account.LinkLifetime > TimeSpan.FromDays(7))
        {
            yield return "AuthServer:Account:LinkLifetime must be from five minutes to a week: who reads the mail later could take the account over.";
        }
    }

    private static IEnumerable<string> Email(EmailSettings email)
    {
        if (email.Host.Length > 0 && !MailAddress.TryCreate(email.From, out _))
        {
            yield return "AuthServer:Email:From must be the address that mails come from, such as 'Example Login <login@example.com>', when AuthServer:Email:Host is set.";
        }

        if (email.Port is < 1 or > 65535)
        {
            yield return "AuthServer:Email:Port must be a port number; mail servers take submissions on 587.";
        }

        if (email.Password is not null && email.PasswordFile is not null)
        {
            yield return "AuthServer:Email: Password and PasswordFile are both set; keep one.";
        }

        if (email.UserName is not null && email.Password is null && email.PasswordFile is null)
        {
            yield return "AuthServer:Email:UserName is set without a password. Set AuthServer:Email:PasswordFile, or remove the name.";
        }

        if (email.UserName is not null && !email.UseTls)
        {
            yield return "AuthServer:Email:UseTls must be true with AuthServer:Email:UserName: otherwise the password would travel in clear text.";
        }
    }

    private static IEnumerable<string> Registration(AuthServerOptions options, bool isDevelopment)
    {
        if (options.Account.Registration && options.Email.Host.Length == 0 && !isDevelopment)
        {
            yield return "AuthServer:Account:Registration needs AuthServer:Email:Host: a new account must be confirmed by mail. Set the host, or switch registration off.";
        }
    }
}
