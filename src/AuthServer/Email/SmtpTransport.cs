using System.Net;
using System.Net.Mail;
using AuthServer.Configuration;
using Microsoft.Extensions.Options;

namespace AuthServer.Email;

/// <summary>
/// Submits mails to the configured mail server (RFC 6409) through <see cref="SmtpClient"/>. It speaks STARTTLS (RFC 3207) and refuses to go on without it where
/// TLS is required; it does not speak TLS from the first byte (port 465, RFC 8314 §3.3), which would need a library that is not used here.
/// </summary>
public sealed class SmtpTransport(IOptions<AuthServerOptions> options) : IEmailTransport
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public bool IsAvailable => true;

    public async Task SendAsync(EmailMessage message, CancellationToken cancellationToken)
    {
        var settings = options.Value.Email;
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.UseTls };
        if (settings.UserName is not null)
        {
            client.Credentials = new NetworkCredential(settings.UserName, Password(settings));
        }

        using var mail = new MailMessage(new MailAddress(settings.From), new MailAddress(message.To)) { Subject = message.Subject, Body = message.Text };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            await client.SendMailAsync(mail, limit.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SmtpException($"The mail server {settings.Host}:{settings.Port} did not answer within {Timeout.TotalSeconds} s.", exception);
        }
    }

    private static string? Password(EmailSettings settings) =>
        settings.PasswordFile is null ? settings.Password : File.ReadAllText(settings.PasswordFile).TrimEnd('\r', '\n');
}
