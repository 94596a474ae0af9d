using System.Collections.Immutable;

namespace AuthServer.Core.Sessions;

/// <summary>
/// Wakes whoever on this node follows up on what has ended here, such as the sender of logout tokens. What ended elsewhere, or was lost with a process,
/// they find by looking.
/// </summary>
public sealed class EndSignal : IDisposable
{
    private ImmutableList<EndListener> _listeners = [];

    /// <summary>A listener for the life of the process; each is woken by every end.</summary>
    public EndListener Listen()
    {
        var listener = new EndListener();
        ImmutableInterlocked.Update(ref _listeners, listeners => listeners.Add(listener));
        return listener;
    }

    /// <summary>Called after what ended has been committed.</summary>
    public void Raise()
    {
        foreach (var listener in Volatile.Read(ref _listeners))
        {
            listener.Raise();
        }
    }

    public void Dispose() => _listeners.ForEach(listener => listener.Dispose());
}
