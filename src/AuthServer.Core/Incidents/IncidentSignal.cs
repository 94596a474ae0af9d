using System.Threading.Channels;

namespace AuthServer.Core.Incidents;

/// <summary>Wakes this node when there is an incident to work off that began here. What began elsewhere, or was left by another node, it finds by looking.</summary>
public sealed class IncidentSignal
{
    private readonly Channel<bool> _raised = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Called after what is to be done has been committed.</summary>
    public void Raise() => _raised.Writer.TryWrite(true);

    /// <summary>Returns when the signal is raised, at the latest after <paramref name="longest"/>.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longest);
        try
        {
            await _raised.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Long enough.
        }
    }
}
