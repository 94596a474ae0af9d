namespace AuthServer.Email;

/// <summary>Where no mail server is configured: mails go nowhere, and whoever wants to send one can see that beforehand.</summary>
public sealed class NoTransport : IEmailTransport
{
    public bool IsAvailable => false;

    public Task SendAsync(EmailMessage message, CancellationToken cancellationToken) => Task.CompletedTask;
}
