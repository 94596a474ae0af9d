namespace AuthServer.Email;

/// <summary>What takes mails away.</summary>
public interface IEmailTransport
{
    /// <summary>False when mails go nowhere. Pages then say that no mail can be sent, to everybody alike.</summary>
    bool IsAvailable { get; }

    /// <summary>Hands the mail over. Throws <see cref="System.Net.Mail.SmtpException"/> or <see cref="IOException"/> when that fails.</summary>
    Task SendAsync(EmailMessage message, CancellationToken cancellationToken);
}
