using System.Collections.Concurrent;
using AuthServer.Email;

namespace AuthServer.Tests.Account;

/// <summary>Keeps the mails that a server sends, for tests to read.</summary>
public sealed class SentMail : IEmailTransport
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<EmailMessage> _sent = new();

    private readonly ConcurrentDictionary<string, bool> _refused = new();

    public bool IsAvailable { get; set; } = true;

    public Task SendAsync(EmailMessage message, CancellationToken cancellationToken)
    {
        if (_refused.ContainsKey(message.To))
        {
            throw new InvalidOperationException("Nobody foresaw this.");
        }

        _sent.Enqueue(message);
        return Task.CompletedTask;
    }

    /// <summary>From now on, sending to an address fails in a way that nobody foresaw.</summary>
    public void Refuse(string address) => _refused[address] = true;

    public IReadOnlyList<EmailMessage> To(string address) => [.. _sent.Where(mail => mail.To == address)];

    /// <summary>The mail to an address that is the <paramref name="count"/>th; waited for, since mails are written after the page has answered.</summary>
    public async Task<EmailMessage> WaitForAsync(string address, int count = 1)
    {
        var until = DateTimeOffset.UtcNow + Patience;
        while (To(address).Count < count)
        {
            if (DateTimeOffset.UtcNow > until)
            {
                throw new InvalidOperationException($"There are {To(address).Count} mails to {address}, not {count}.");
            }

            await Task.Delay(10);
        }

        return To(address)[count - 1];
    }
}
