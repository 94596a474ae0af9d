using AuthServer.Core.Clients;

namespace AuthServer.Core.Sessions;

/// <summary>The conditions of a refresh that leaves the current token as it is: those of <see cref="RotateSession"/>. Only the idle expiry and the last use move.</summary>
public sealed record KeepSession
{
    public required SessionId Id { get; init; }

    /// <summary>The generation that the presented token carries.</summary>
    public required uint Generation { get; init; }

    public required TokenHash PresentedHash { get; init; }

    public required ClientId ClientId { get; init; }

    public required int ClientVersion { get; init; }

    /// <summary>The key that the request proved, or null.</summary>
    public string? ProofKeyThumbprint { get; init; }

    public required TimeSpan IdleLifetime { get; init; }

    public required Caller Caller { get; init; }
}
