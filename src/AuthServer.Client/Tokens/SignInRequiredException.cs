namespace AuthServer.Client.Tokens;

/// <summary>Nobody is signed in, or the session has ended: the user must sign in, and until then no request can be sent.</summary>
public sealed class SignInRequiredException(SessionEnded? end)
    : InvalidOperationException(end is null ? "Nobody is signed in; sign in first." : $"The session has ended ({end.Reason}); sign in again.")
{
    /// <summary>How the last session ended, as far as this process has seen it; null when it has seen none.</summary>
    public SessionEnded? End { get; } = end;
}
