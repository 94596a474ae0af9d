using AuthServer.Core.Sessions;

namespace AuthServer.Tests.Sessions.Ending;

/// <summary>A row of the matrix: what an event does.</summary>
/// <param name="Ends">Everything else goes on.</param>
/// <param name="Reason">Why, exactly; null when nothing ends but access tokens.</param>
/// <param name="Wire">What the holder of an ended session's refresh token is told.</param>
/// <param name="Actor">Who it was, as audit has it, where <c>{user}</c> stands for the user's id and <c>{administrator}</c> for that of the server's administrator.</param>
public sealed record Effects(Parts Ends, EndReason? Reason, string? Wire, string Actor)
{
    /// <summary>The sessions whose access tokens introspection no longer takes; unless said otherwise those that end.</summary>
    public Parts TokensDie { get; init; } = Ends & Parts.Sessions;

    /// <summary>The sessions of whose end the client is told.</summary>
    public Parts Told { get; init; } = Ends & Parts.Sessions;

    /// <summary>Whose entry in the feed tells APIs.</summary>
    public Feed Feed { get; init; } = Feed.Session;

    /// <summary>The sessions whose refresh is refused because the client is: <c>invalid_client</c>.</summary>
    public Parts ClientRefused { get; init; }

    /// <summary>The audit event of what an administrator ordered; null for what was ordered by nobody, or has no event beside those of the ends.</summary>
    public string? Order { get; init; }

    /// <summary>What whoever acted noted.</summary>
    public string? Note { get; init; }

    /// <summary>Where it came from.</summary>
    public string Ip { get; init; } = "127.0.0.1";
}
