using AuthServer.Client.Telemetry;

namespace AuthServer.Client.Tokens;

/// <summary>Tells the application what becomes of its session. Never called with a lock held or a renewal under way: a listener may take its time, and ask for tokens.</summary>
internal sealed class SessionEvents(SessionTokens tokens, bool isOfUser, RenewalSurroundings surroundings)
{
    private readonly Lock _gate = new();
    private string? _known;

    public event EventHandler<SessionEnded>? Ended;

    public event EventHandler? Replaced;

    public void End(object sender, SessionEnded end)
    {
        surroundings.Metrics.SessionEnded(end.Reason);
        ClientLog.SessionEnded(surroundings.Logger, end.Reason);
        Raise(() => Ended?.Invoke(sender, end));
    }

    /// <summary>Tells of a sign-in that has taken the place of the one that was there at the last look.</summary>
    public void Look(object sender)
    {
        lock (_gate)
        {
            var (known, current) = (_known, tokens.Held?.SignIn);
            _known = current;
            if (!isOfUser || known is null || current is null || known == current)
            {
                return;
            }
        }

        ClientLog.SessionReplaced(surroundings.Logger);
        Raise(() => Replaced?.Invoke(sender, EventArgs.Empty));
    }

    private void Raise(Action listeners)
    {
        try
        {
            listeners();
        }
#pragma warning disable CA1031 // A listener that fails is the application's; what has happened has happened, and those who wait must learn of it.
        catch (Exception e)
        {
            ClientLog.ListenerFailed(surroundings.Logger, e);
        }
#pragma warning restore CA1031
    }
}
