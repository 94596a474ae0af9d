using AuthServer.Configuration;
using AuthServer.Email;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AuthServer.Account;

/// <summary>Answers what was asked for by e-mail address, by a mail to that very address: only its owner learns whether there is an account.</summary>
internal sealed partial class AccountMailing(
    AuthUserManager users,
    PasswordLinks links,
    IEmailSender<AuthUser> mails,
    AccountEmails notices,
    IOptions<AuthServerOptions> options,
    ILogger<AccountMailing> logger)
{
    public Task AnswerAsync(MailRequest request) => request switch
    {
        MailRequest.Registration registration => RegisterAsync(registration),
        MailRequest.Confirmation => SendConfirmationAsync(request.Email),
        MailRequest.PasswordReset => SendResetAsync(request.Email),
        _ => throw new InvalidOperationException("A mail was asked for that nobody writes."),
    };

    private async Task RegisterAsync(MailRequest.Registration registration)
    {
        var known = await users.FindByEmailAsync(registration.Email) ?? await users.FindByNameAsync(registration.Email);
        if (known is { EmailConfirmed: true })
        {
            await notices.SendAccountExistsAsync(registration.Email, Link(AccountPaths.SignIn));
            return;
        }

        if (known is not null)
        {
            await BeginAgainAsync(known);
            return;
        }

        var user = new AuthUser
        {
            Id = Guid.CreateVersion7(),
            UserName = registration.Email,
            Email = registration.Email,
            PasswordHash = registration.PasswordHash,
        };
        if (IsStored(await users.CreateAsync(user)))
        {
            await ConfirmAsync(user);
        }
    }

    /// <summary>
    /// Of two who registered an address, neither's password counts: whoever reads its mail chooses one. The links sent before, which would confirm the account
    /// with the password of whoever came first, are dead.
    /// </summary>
    private async Task BeginAgainAsync(AuthUser user)
    {
        if (!user.Disabled && IsStored(await users.UpdateSecurityStampAsync(user)))
        {
            await notices.SendRegisteredAgainAsync(user.Email!, await links.AddressAsync(user));
        }
    }

    private async Task SendConfirmationAsync(string email)
    {
        if (await users.FindByEmailAsync(email) is { EmailConfirmed: false, Disabled: false } user)
        {
            await ConfirmAsync(user);
        }
    }

    private async Task SendResetAsync(string email)
    {
        if (await users.FindByEmailAsync(email) is { Disabled: false } user)
        {
            await mails.SendPasswordResetLinkAsync(user, user.Email!, await links.AddressAsync(user));
        }
    }

    private async Task ConfirmAsync(AuthUser user)
    {
        var link = UserLink.Of(user.Id, await users.GenerateEmailConfirmationTokenAsync(user));
        await mails.SendConfirmationLinkAsync(user, user.Email!, Link(AccountPaths.ConfirmEmail) + link.Query);
    }

    private bool IsStored(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            LogNotRegistered(logger, string.Join(' ', result.Errors.Select(error => error.Code)));
        }

        return result.Succeeded;
    }

    // The configured address, never the one that a request named.
    private string Link(string path) => options.Value.Issuer + path;

    [LoggerMessage(3211, LogLevel.Warning, "An account could not be made: {Reasons}")]
    private static partial void LogNotRegistered(ILogger logger, string reasons);
}
