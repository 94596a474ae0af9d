using AuthServer.Core.Clients;

namespace AuthServer.Core.Sessions;

/// <summary>The conditions and effects of one rotation. Whatever may refuse it stands in the statement's own condition.</summary>
public sealed record RotateSession
{
    public required SessionId Id { get; init; }

    /// <summary>The generation that the presented token carries.</summary>
    public required uint Generation { get; init; }

    public required TokenHash PresentedHash { get; init; }

    public required TokenHash SuccessorHash { get; init; }

    /// <summary>Drawn for this rotation alone; also the writer's receipt after a lost connection.</summary>
    public required byte[] Salt { get; init; }

    public required byte KeyId { get; init; }

    public required ClientId ClientId { get; init; }

    public required int ClientVersion { get; init; }

    /// <summary>The key that the request proved, or null.</summary>
    public string? ProofKeyThumbprint { get; init; }

    public required TimeSpan IdleLifetime { get; init; }

    public required Caller Caller { get; init; }
}
