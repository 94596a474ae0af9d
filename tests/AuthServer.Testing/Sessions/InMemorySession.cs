using AuthServer.Core.Sessions;

namespace AuthServer.Testing.Sessions;

/// <summary>The row of a session: what <see cref="AuthServer.Core.Sessions.Session"/> shows, and what is kept beside it.</summary>
/// <param name="Created">Where the sign-in came from.</param>
/// <param name="Rotated">Where the presentation that rotated last came from: what a retry is compared with.</param>
public sealed record InMemorySession(Session Session, Caller Created, Caller Rotated)
{
    public required DateTimeOffset LastUsedAt { get; init; }

    public string? EndedBy { get; init; }

    internal bool IsFrom(Caller caller) => Rotated.Network == caller.Network && Rotated.UserAgent == caller.UserAgent;
}
