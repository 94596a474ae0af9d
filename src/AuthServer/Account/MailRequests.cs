using System.Net.Mail;
using System.Threading.Channels;

namespace AuthServer.Account;

/// <summary>
/// Holds what was asked for by e-mail address until it is looked into. The page answers before anybody knows whether there is such an account, so that neither
/// its answer nor its time can tell (OWASP ASVS 5.0, V6.3.8).
/// </summary>
public sealed class MailRequests
{
    private const int Capacity = 1000;

    private readonly Channel<MailRequest> _requests = Channel.CreateBounded<MailRequest>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    /// <summary>False when too many wait already. What no mail can be sent to is taken like anything else, and dropped.</summary>
    public bool TryAdd(MailRequest request) => !IsAddress(request.Email) || _requests.Writer.TryWrite(request);

    public IAsyncEnumerable<MailRequest> ReadAllAsync(CancellationToken cancellationToken) => _requests.Reader.ReadAllAsync(cancellationToken);

    // The address alone, as it will stand in the mail: no display name, no comment, no brackets.
    private static bool IsAddress(string email) => MailAddress.TryCreate(email, out var address) && string.Equals(address.Address, email, StringComparison.Ordinal);
}
