using AuthServer.Core.Clients;

namespace AuthServer.Core.Sessions;

/// <summary>The conditions of answering a predecessor once more.</summary>
public sealed record RetrySession
{
    public required SessionId Id { get; init; }

    /// <summary>The generation that the presented token carries: one behind the session's.</summary>
    public required uint Generation { get; init; }

    public required TokenHash PresentedHash { get; init; }

    public required ClientId ClientId { get; init; }

    public required int ClientVersion { get; init; }

    public string? ProofKeyThumbprint { get; init; }

    public required RetryWindow Window { get; init; }

    /// <summary>The window of a session that is bound to a key.</summary>
    public required RetryWindow BoundWindow { get; init; }

    public required int RetryLimit { get; init; }

    public required int ForeignRetryLimit { get; init; }

    public required Caller Caller { get; init; }
}
