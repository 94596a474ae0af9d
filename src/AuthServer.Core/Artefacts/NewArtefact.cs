using AuthServer.Core.Clients;
using AuthServer.Core.Users;

namespace AuthServer.Core.Artefacts;

/// <summary>An artefact about to be kept.</summary>
public sealed record NewArtefact
{
    public required ArtefactKey Key { get; init; }

    public required ClientId ClientId { get; init; }

    public required int ClientEpoch { get; init; }

    public UserId? UserId { get; init; }

    public int? UserEpoch { get; init; }

    public required string Payload { get; init; }

    public required TimeSpan Lifetime { get; init; }

    /// <summary>
    /// What is spent by keeping this one: a pushed request by the code that answers it. When it cannot be spent, nothing is kept: it is spent or
    /// expired, or another client's, or of an older epoch of this client.
    /// </summary>
    public ArtefactKey? Spends { get; init; }
}
