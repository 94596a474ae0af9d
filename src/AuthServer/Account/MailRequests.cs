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

    /// <summary>False when too many wait already.</summary>
    public bool TryAdd(MailRequest request) => _requests.Writer.TryWrite(request);

    public IAsyncEnumerable<MailRequest> ReadAllAsync(CancellationToken cancellationToken) => _requests.Reader.ReadAllAsync(cancellationToken);
}
