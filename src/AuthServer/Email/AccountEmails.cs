using System.Globalization;
using AuthServer.Configuration;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AuthServer.Email;

/// <summary>The mails about accounts: what they say.</summary>
public sealed class AccountEmails(IEmailTransport transport, IOptions<AuthServerOptions> options) : IEmailSender<AuthUser>
{
    private readonly AccountSettings _settings = options.Value.Account;

    private string Lifetime => _settings.LinkLifetime >= TimeSpan.FromHours(2)
        ? $"{Math.Floor(_settings.LinkLifetime.TotalHours).ToString(CultureInfo.InvariantCulture)} hours"
        : $"{Math.Floor(_settings.LinkLifetime.TotalMinutes).ToString(CultureInfo.InvariantCulture)} minutes";

    public Task SendConfirmationLinkAsync(AuthUser user, string email, string confirmationLink) => SendAsync(
        email,
        "Confirm your e-mail address",
        "Welcome. Confirm that this address is yours, and your account is ready:",
        confirmationLink,
        $"The link works for {Lifetime}. If you did not ask for an account, do nothing: without this link it cannot be used.");

    public Task SendPasswordResetLinkAsync(AuthUser user, string email, string resetLink) => SendAsync(
        email,
        "Choose a new password",
        "Somebody, probably you, asked for a new password for your account. Choose it here:",
        resetLink,
        $"The link works for {Lifetime}, and once. If you did not ask for it, do nothing: your password stays as it is.");

    public Task SendPasswordResetCodeAsync(AuthUser user, string email, string resetCode) => SendAsync(
        email,
        "Your code for a new password",
        "Use this code to choose a new password for your account:",
        resetCode,
        $"The code works for {Lifetime}, and once. If you did not ask for it, do nothing: your password stays as it is.");

    /// <summary>To somebody who wants to register an address that has an account: only the address's owner may learn that.</summary>
    public Task SendAccountExistsAsync(string email, string signInLink) => SendAsync(
        email,
        "You already have an account",
        "Somebody, probably you, wanted to make an account with this address. It has one already. Sign in here:",
        signInLink,
        "If you have forgotten your password, choose \"Forgot password?\" there. If it was not you, do nothing: nothing has changed.");

    /// <summary>To an address that was registered more than once before it was confirmed: whoever reads this chooses the password.</summary>
    public Task SendRegisteredAgainAsync(string email, string resetLink) => SendAsync(
        email,
        "Choose your password",
        "Somebody, probably you, asked for an account with this address more than once. Choose your password here, and your account is ready:",
        resetLink,
        $"The link works for {Lifetime}, and once; links sent before do not work any more. If you did not ask for an account, do nothing: it cannot be used.");

    private Task SendAsync(string to, string subject, string opening, string link, string closing) => transport.SendAsync(
        new EmailMessage(to, $"{_settings.ProductName}: {subject}", $"{opening}\r\n\r\n{link}\r\n\r\n{closing}\r\n\r\n{_settings.ProductName}, {options.Value.Issuer}\r\n", link),
        CancellationToken.None);
}
